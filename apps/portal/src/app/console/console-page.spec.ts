import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { EventFeed } from '../events/event-feed';
import { Languages } from '../i18n/languages';
import { Session } from '../session/session';
import { provideFace } from '../testing/face';
import { sampleVm } from '../testing/sample-vm';
import { ConsolePage } from './console-page';

const TEACHER = { id: '00000000-0000-4000-8110-000000000002' };
const camille = { ...sampleVm().owner, displayName: 'Camille Lefèvre' };

describe('whose console it is', () => {
  async function opened(reader: { id: string }): Promise<HTMLElement> {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: Session, useValue: { user: signal(reader) } },
        { provide: EventFeed, useValue: { on: () => undefined, onReopened: () => undefined } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    const fixture = TestBed.createComponent(ConsolePage);
    const vm = sampleVm({ owner: camille, state: 'stopped' });
    fixture.componentRef.setInput('id', vm.id);
    fixture.detectChanges();
    TestBed.inject(HttpTestingController).expectOne(`/api/vms/${vm.id}`).flush(vm);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }
  const textOf = (page: HTMLElement, selector: string) => page.querySelector(selector)?.textContent?.trim();

  it('is said in the heading, in the title and on a band, where it is another’s; a look comes before the keys', async () => {
    const page = await opened(TEACHER);
    expect(textOf(page, 'h1')).toBe('web1 — Camille Lefèvre');
    expect(TestBed.inject(Title).getTitle()).toMatch(/^web1 — Camille Lefèvre · /);
    expect(textOf(page, 'vmm-whose-screen [role=status]')).toMatch(/^Vous regardez .*Camille Lefèvre$/);
    page.querySelector<HTMLElement>('vmm-whose-screen button')?.click();
    await vi.waitFor(() =>
      expect(textOf(page, 'vmm-whose-screen [role=status]')).toBe('Vous aidez Camille Lefèvre'),
    );
  });

  it('needs no word where it is one’s own', async () => {
    const page = await opened(camille);
    expect(textOf(page, 'h1')).toBe('web1');
    expect(page.querySelector('vmm-whose-screen')).toBeNull();
  });
});
