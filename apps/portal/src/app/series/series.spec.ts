import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type Type } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { EventFeed } from '../events/event-feed';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { SERIES_ID, sampleMember, samplePlan, sampleProblem, sampleSeries } from '../testing/sample-series';
import { sampleTemplate } from '../testing/sample-vm';
import { NewSeriesForm } from './new-series-form';
import { SeriesBoard } from './series-board';

const GROUP = sampleSeries([]).groupId;
const URL = '/api/series';

describe('series', () => {
  let http: HttpTestingController;
  const feed = { on: () => undefined, onReopened: () => undefined, publish: () => undefined };

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: EventFeed, useValue: feed },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    http = TestBed.inject(HttpTestingController);
  });

  function made<T>(component: Type<T>, inputs: Record<string, unknown>): ComponentFixture<T> {
    const fixture = TestBed.createComponent(component);
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    fixture.detectChanges();
    return fixture;
  }
  const text = ({ nativeElement }: ComponentFixture<unknown>) =>
    (nativeElement as HTMLElement).textContent?.replace(/\s+/g, ' ') ?? '';

  it('are made only after it was said who gets none, and what it costs', async () => {
    const fixture = made(NewSeriesForm, { templates: [sampleTemplate()], groupId: GROUP });
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    const form = (fixture.nativeElement as HTMLElement).querySelector('form')!;
    const send = () => form.dispatchEvent(new Event('submit', { cancelable: true }));
    send();
    const asked = await vi.waitFor(() => http.expectOne(URL));
    expect(asked.request.body).toMatchObject({ groupId: GROUP, passwords: 'random', dryRun: true });
    asked.flush(
      samplePlan([
        sampleMember('a', 1, { vmId: null, state: 'queued' }),
        sampleMember('b', 2, { vmId: null, state: 'failed', problem: sampleProblem('Son quota est plein.') }),
      ]),
    );
    await fixture.whenStable();
    expect(text(fixture)).toContain('1 machine serait créée');
    expect(text(fixture)).toContain('Élève b');
    expect(text(fixture)).toContain('Son quota est plein.');
    expect(text(fixture)).toContain('Créer 1 machine');
    send();
    const ordered = await vi.waitFor(() => http.expectOne(URL));
    expect(ordered.request.body).not.toHaveProperty('dryRun');
    ordered.flush(sampleSeries([sampleMember('a', 1)]), { status: 202, statusText: 'Accepted' });
    await vi.waitFor(() => expect(navigate).toHaveBeenCalledWith(['/classes', GROUP, 'series', SERIES_ID]));
  });

  it('tell who is ready, who waits and who failed, and try again', async () => {
    const fixture = made(SeriesBoard, { id: GROUP, seriesId: SERIES_ID });
    expect((fixture.nativeElement as HTMLElement).querySelector('[aria-busy]')).not.toBeNull();
    const failing = sampleMember('b', 2, {
      vmId: null,
      state: 'failed',
      problem: sampleProblem('Compte fermé.'),
    });
    const members = [
      sampleMember('a', 1),
      failing,
      sampleMember('c', 3, { state: 'queued' }),
      sampleMember('d', 4, { vmId: null, state: 'deleted' }),
    ];
    http.expectOne(`${URL}/${SERIES_ID}`).flush(sampleSeries(members));
    await vi.waitFor(() => expect(text(fixture)).toContain('1 sur 4 prêtes'));
    expect(text(fixture)).toContain('1 en échec');
    expect(text(fixture)).toContain('1 attend son tour');
    expect(text(fixture)).toContain('Compte fermé.');
    expect(text(fixture)).toContain('Supprimée');
    const retry = (fixture.nativeElement as HTMLElement).querySelector<HTMLButtonElement>(
      '[aria-label="Réessayer pour Élève b"]',
    )!;
    retry.click();
    const call = await vi.waitFor(() =>
      http.expectOne(`${URL}/${SERIES_ID}/members/${failing.user.id}/retry`),
    );
    call.flush(sampleSeries([sampleMember('a', 1), sampleMember('b', 2)]), {
      ...{ status: 202, statusText: 'Accepted' },
    });
    await vi.waitFor(() => expect(text(fixture)).toContain('2 sur 2 prêtes'));
  });

  it('say when there is none of that address', async () => {
    const fixture = made(SeriesBoard, { id: GROUP, seriesId: SERIES_ID });
    const problem = { ...sampleProblem('Introuvable'), type: '/problems/not-found', status: 404 };
    http.expectOne(`${URL}/${SERIES_ID}`).flush(problem, {
      ...{ status: 404, statusText: 'Not Found' },
      headers: { 'content-type': 'application/problem+json' },
    });
    await vi.waitFor(() => expect(text(fixture)).toContain('Série introuvable'));
  });
});
