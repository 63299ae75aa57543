import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { Job } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleJob } from '../../testing/sample-vm';
import { JobEntry } from './job-entry';

const noEvents = { on: () => undefined, onReopened: () => undefined };

describe('the line of a job', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: noEvents },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
  });

  async function show(change: Partial<Job>, log?: string): Promise<HTMLElement> {
    const fixture = TestBed.createComponent(JobEntry);
    const job = sampleJob(change);
    fixture.componentRef.setInput('job', job);
    fixture.componentRef.setInput('isNewest', log !== undefined);
    fixture.detectChanges();
    if (log !== undefined) {
      await vi.waitFor(() =>
        TestBed.inject(HttpTestingController).expectOne(`/api/jobs/${job.id}/log`).flush(log),
      );
    }
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }
  const lineOf = (page: HTMLElement) => page.querySelector('summary')!.textContent!.replace(/\s+/g, ' ');

  it('says what became of it, which agrees with what it did', async () => {
    expect(lineOf(await show({ kind: 'start', state: 'succeeded' }))).toContain('Démarrage · Terminé');
    expect(lineOf(await show({ kind: 'reset', state: 'cancelled' }))).toContain('Redémarrage forcé · Annulé');
    expect(lineOf(await show({ kind: 'create', state: 'succeeded' }))).toContain('Création · Terminée');
  });

  it('says in one line that a stop was forced', async () => {
    const finishedAt = '2026-11-01T10:02:00.000Z';
    const page = await show({ kind: 'shutdown', state: 'succeeded', finishedAt, result: { how: 'forced' } });
    expect(lineOf(page)).toMatch(/Extinction : forcée après 2 minutes/);
  });

  it('does not announce a log that will not come', async () => {
    expect((await show({ state: 'succeeded' }, '')).textContent).toContain('Le journal est vide.');
  });
  it('waits for the log of a job that runs', async () => {
    expect((await show({ state: 'running' }, '')).textContent).toContain('Rien encore.');
  });
});
