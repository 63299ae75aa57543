import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { Clearing } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { problemInterceptor } from '../../http/interceptors';
import { Languages } from '../../i18n/languages';
import { Session } from '../../session/session';
import { provideFace } from '../../testing/face';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { Clock } from '../../time/clock';
import { Messages } from '../../ui/messages';
import { OwnClearings } from './own-clearings';

const NOW = Date.parse('2026-11-28T08:00:00.000Z');

const clearing = (change: Partial<Clearing> = {}): Clearing => ({
  vm: { id: sampleVm().id, name: 'web1' },
  owner: sampleVm().owner,
  reason: 'unused',
  dueAt: '2026-12-04T08:00:00.000Z',
  keepDays: 30,
  ...change,
});

it('says which of one’s machines will go, and takes the word that one is still needed', async () => {
  const feed = { on: () => undefined, onReopened: () => undefined };
  TestBed.configureTestingModule({
    providers: [
      provideFace(),
      provideRouter([]),
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      { provide: EventFeed, useValue: feed },
      { provide: Session, useValue: { user: signal(sampleVm().owner) } },
      { provide: Clock, useValue: { now: () => NOW, minute: () => NOW } },
    ],
  });
  await TestBed.inject(Languages).speak('fr');
  const tell = vi.spyOn(TestBed.inject(Messages), 'tell').mockReturnValue(undefined);
  const fixture = TestBed.createComponent(OwnClearings);
  const http = TestBed.inject(HttpTestingController);
  const listIs = async (...clearings: Clearing[]) => {
    const asked = await vi.waitFor(() => {
      fixture.detectChanges();
      return http.expectOne('/api/clearings');
    });
    asked.flush(clearings);
    await fixture.whenStable();
  };
  const host = fixture.nativeElement as HTMLElement;
  const texts = () =>
    [...host.querySelectorAll('p')].map((line) => line.textContent.replaceAll(/\s+/g, ' ').trim());
  const ofBob = { id: sampleId(9), username: 'bob', displayName: 'Bob Martin' };
  await listIs(
    clearing(),
    clearing({ vm: { id: sampleId(2), name: 'web2' }, reason: 'class-ends', keepDays: 0 }),
    clearing({ vm: { id: sampleId(3), name: 'web3' }, owner: ofBob }),
  );
  expect(texts()).toEqual([
    'web1 partira à la corbeille dans 6 jours car elle n’a pas servi depuis longtemps. J’en ai encore besoin',
    'web2 partira à la corbeille dans 6 jours car sa classe se termine.',
  ]);
  const button = host.querySelector('button')!;
  expect(button.getAttribute('aria-label')).toBe('J’en ai encore besoin : web1');
  button.click();
  const kept = await vi.waitFor(() =>
    http.expectOne({ method: 'POST', url: `/api/vms/${sampleVm().id}/keep` }),
  );
  kept.flush(null, { status: 204, statusText: 'No Content' });
  await listIs();
  expect(texts()).toEqual([]);
  expect(tell.mock.calls).toEqual([['La machine web1 reste 30 jours de plus.']]);
});
