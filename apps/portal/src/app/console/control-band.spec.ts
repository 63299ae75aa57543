import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { VmControl } from '@vm-manager/contracts';
import { EventFeed } from '../events/event-feed';
import { Languages } from '../i18n/languages';
import { Session } from '../session/session';
import { provideFace } from '../testing/face';
import { sampleVm } from '../testing/sample-vm';
import { ControlBand } from './control-band';

const { owner, id: vmId } = sampleVm();
const petit = { id: '00000000-0000-4000-8110-000000000002', displayName: 'Mme Petit' };
const NOBODY: VmControl = { holder: null, asker: null, helpAskedAt: null };

describe('who types on a screen', () => {
  let fixture: ComponentFixture<ControlBand>;
  let http: HttpTestingController;

  async function shownTo(reader: { id: string }, control: Partial<VmControl>): Promise<HTMLElement> {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: Session, useValue: { user: signal(reader) } },
        { provide: EventFeed, useValue: { on: () => undefined, onReopened: () => undefined } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(ControlBand);
    fixture.componentRef.setInput('vm', sampleVm({ control: { ...NOBODY, ...control } }));
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }
  const press = (key: string) =>
    document.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true }));

  it('is taken back by its owner with the key that is announced, and only when another has it', async () => {
    const band = await shownTo(owner, { holder: petit });
    expect(band.textContent).toMatch(/Mme Petit .*F9/);
    press('F9');
    http.expectOne({ method: 'POST', url: `/api/vms/${vmId}/control/take` }).flush(null);
    fixture.componentRef.setInput('vm', sampleVm({ control: { ...NOBODY, holder: owner } }));
    await fixture.whenStable();
    press('F9');
    http.verify();
    expect(band.textContent?.trim()).toBe('');
  });

  it('is given or refused by its owner to who asks', async () => {
    const band = await shownTo(owner, { holder: owner, asker: petit });
    const [give, refuse] = band.querySelectorAll('button');
    give?.click();
    const given = http.expectOne(`/api/vms/${vmId}/control/give`);
    expect(given.request.body).toEqual({ userId: petit.id });
    refuse?.click();
    http.expectOne(`/api/vms/${vmId}/control/refuse`);
  });

  it('is not asked of who has nothing to give', async () => {
    const band = await shownTo(petit, { holder: owner, asker: petit });
    expect(band.querySelector('button')).toBeNull();
  });

  it('is helped when they call, until they or the helper say that it is over', async () => {
    const band = await shownTo(petit, { helpAskedAt: '2026-11-28T10:00:00.000Z' });
    expect(band.textContent).toContain(`${owner.displayName} demande de l’aide`);
    band.querySelector('button')?.click();
    http.expectOne({ method: 'DELETE', url: `/api/vms/${vmId}/help` });
  });
});
