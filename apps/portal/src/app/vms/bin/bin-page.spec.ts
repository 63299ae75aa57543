import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  HttpTestingController,
  type TestRequest,
  provideHttpClientTesting,
} from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { BinnedVm } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { problemInterceptor } from '../../http/interceptors';
import { Languages } from '../../i18n/languages';
import { BinDays } from '../../platform/bin-days';
import { Session } from '../../session/session';
import { provideFace } from '../../testing/face';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { Clock } from '../../time/clock';
import { type Confirmation, Confirm } from '../../ui/confirm';
import { Messages } from '../../ui/messages';
import { BinPage } from './bin-page';

const NOW = Date.parse('2026-11-28T08:00:00.000Z');
const ACCEPTED = { status: 202, statusText: 'Accepted' };
const OF_BOB = { id: sampleId(9), username: 'bob', displayName: 'Bob Martin' };

const binned = (change: Partial<BinnedVm> = {}): BinnedVm => ({
  ...sampleVm({ state: 'stopped', allowedActions: [] }),
  goneAt: '2026-12-04T08:00:00.000Z',
  ...change,
});

describe('the bin', () => {
  let fixture: ComponentFixture<BinPage>;
  let http: HttpTestingController;
  let published: unknown[];
  let asked: Confirmation[];

  async function opened({ role = 'student', isSure = true } = {}): Promise<void> {
    [published, asked] = [[], []];
    const feed = {
      on: () => undefined,
      onReopened: () => undefined,
      publish: (_kind: string, vm: unknown) => published.push(vm),
    };
    const confirm = { ask: async (one: Confirmation) => asked.push(one) > 0 && isSure };
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideRouter([]),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: feed },
        { provide: Session, useValue: { user: signal({ ...sampleVm().owner, role }) } },
        { provide: Clock, useValue: { now: () => NOW, minute: () => NOW } },
        { provide: Confirm, useValue: confirm },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    TestBed.inject(BinDays).days.set(7);
    fixture = TestBed.createComponent(BinPage);
    http = TestBed.inject(HttpTestingController);
    fixture.detectChanges();
  }
  const call = (method: string, url: string): Promise<TestRequest> =>
    vi.waitFor(() => {
      fixture.detectChanges();
      return http.expectOne({ method, url });
    });
  /** What the list is, whenever it is asked for. */
  async function listIs(...vms: BinnedVm[]): Promise<void> {
    (await call('GET', '/api/bin')).flush(vms);
    await fixture.whenStable();
  }
  const page = () => fixture.nativeElement as HTMLElement;
  const text = () => page().textContent.replaceAll(/\s+/g, ' ');
  const press = (label: RegExp) =>
    [...page().querySelectorAll<HTMLButtonElement>('button')]
      .find((button) => label.test(button.getAttribute('aria-label') ?? button.textContent))!
      .click();

  it('says when each machine goes, and whose it is', async () => {
    await opened();
    expect(page().querySelector('vmm-ghost-rows')).not.toBeNull();
    await listIs(
      binned(),
      binned({ id: sampleId(2), name: 'web2', owner: OF_BOB }),
      binned({ id: sampleId(3), name: 'web3', state: 'deleting' }),
    );
    expect(text()).toContain('pendant 7 jours');
    expect(text()).toMatch(/web1 20 Gio · Supprimée définitivement dans 6 jours/);
    expect(text()).toMatch(/web2 de Bob Martin/);
    expect(text()).toMatch(/web3 20 Gio · Suppression définitive en cours/);
    expect(text()).not.toContain('Vider la corbeille');
  });

  it('gives a machine back by one click', async () => {
    await opened();
    await listIs(binned());
    press(/^Restaurer web1$/);
    const back = sampleVm({ state: 'stopped' });
    (await call('POST', `/api/bin/${back.id}/restore`)).flush(back, ACCEPTED);
    await listIs();
    expect([published, asked]).toEqual([[back], []]);
    expect(text()).toContain('La corbeille est vide');
  });

  it('says why one cannot come back', async () => {
    await opened();
    const tell = vi.spyOn(TestBed.inject(Messages), 'tell').mockReturnValue(undefined);
    await listIs(binned());
    press(/^Restaurer web1$/);
    const refusal = { type: '/problems/name-taken', title: 'x', status: 409, detail: 'Ce nom est pris.' };
    const conflict = { status: 409, statusText: 'Conflict' };
    (await call('POST', `/api/bin/${binned().id}/restore`)).flush(refusal, conflict);
    await listIs(binned());
    expect(tell.mock.calls).toEqual([['Ce nom est pris.']]);
  });

  it('lets one go before its time, once that is confirmed', async () => {
    await opened({ isSure: false });
    await listIs(binned());
    press(/^Supprimer définitivement web1$/);
    await fixture.whenStable();
    expect(asked).toMatchObject([{ verb: 'Supprimer définitivement web1' }]);
    http.verify();
  });

  it('is emptied by an administrator, who reads what that gives', async () => {
    await opened({ role: 'admin' });
    await listIs(binned(), binned({ id: sampleId(2), name: 'web2', owner: OF_BOB, diskGiB: 30 }));
    press(/Vider la corbeille/);
    (await call('DELETE', '/api/bin')).flush([], ACCEPTED);
    await listIs();
    expect(asked).toMatchObject([
      { text: expect.stringContaining('50'), names: expect.any(Array), verb: 'Supprimer 2 machines' },
    ]);
  });

  it('can be asked for again when the portal has not answered', async () => {
    await opened();
    (await call('GET', '/api/bin')).flush(null, { status: 503, statusText: 'away' });
    await fixture.whenStable();
    page().querySelector<HTMLButtonElement>('vmm-problem-note button')!.click();
    await listIs(binned());
    expect(page().querySelectorAll('li')).toHaveLength(1);
  });
});
