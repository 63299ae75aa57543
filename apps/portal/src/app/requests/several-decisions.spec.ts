import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { EventFeed } from '../events/event-feed';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleRequest } from '../testing/sample-quota';
import { sampleId } from '../testing/sample-vm';
import { SeveralDecisions } from './several-decisions';

const requests = ['Alice', 'Bob', 'Chloé'].map((displayName, at) =>
  sampleRequest({
    id: sampleId(at + 1),
    requester: { id: sampleId(at + 10), username: displayName, displayName },
  }),
);

describe('several requests that are decided together', () => {
  let api: HttpTestingController;
  let decisions: SeveralDecisions;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: { publish: () => undefined } },
        SeveralDecisions,
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    decisions = TestBed.inject(SeveralDecisions);
  });
  afterEach(() => api.verify());

  /** The one call that is under way: there is never another. */
  const call = () =>
    vi.waitFor(() => {
      const [only, ...others] = api.match(() => true);
      if (!only || others.length > 0) throw new Error('Not one call.');
      return only;
    });
  const shown = () => document.body.textContent.replace(/\s/g, ' ');

  it('are sent one after the other, and it is said that all went well', async () => {
    const done = decisions.reject(requests, 'Plus tard.');
    for (const request of requests) {
      const { request: sent, flush } = await call().then((one) => ({
        request: one.request,
        flush: () => one.flush(request),
      }));
      expect([sent.url, sent.body]).toEqual([
        `/api/requests/${request.id}/reject`,
        { comment: 'Plus tard.' },
      ]);
      expect(decisions.isBusy()).toBe(true);
      flush();
    }
    await done;
    expect(decisions.isBusy()).toBe(false);
    await vi.waitFor(() => expect(shown()).toContain('3 demandes refusées'));
  });

  it('go on after one that is refused, which is named with its reason', async () => {
    const done = decisions.approve(requests);
    (await call()).flush(requests[0] ?? null);
    const problem = { type: '/problems/x', title: 'Non', status: 409, detail: 'Le budget est atteint.' };
    (await call()).flush(problem, { status: 409, statusText: '' });
    (await call()).flush(requests[2] ?? null);
    await done;
    await vi.waitFor(() => expect(shown()).toMatch(/2 demandes acceptées.*Bob.*Le budget est atteint\./));
  });
});
