import { TestBed } from '@angular/core/testing';
import { Languages } from '../i18n/languages';
import type { Job } from '@vm-manager/contracts';
import { sampleJob } from '../testing/sample-vm';
import { provideFace } from '../testing/face';
import { injectJobWords } from './job-words';

const at = (seconds: number) => Date.parse('2026-11-01T10:00:00.000Z') + seconds * 1000;

describe('words about a job', () => {
  let words: ReturnType<typeof injectJobWords>;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    words = TestBed.runInInjectionContext(injectJobWords);
  });

  it('say what it does, in the language on screen', async () => {
    expect(words.now(sampleJob())).toBe('Création\u00a0: attente du système');
    await TestBed.inject(Languages).speak('en');
    expect(words.now(sampleJob())).toBe('Creation: waiting for the system');
  });

  it('show a step without a translation as it is', () => {
    expect(words.step('defragment')).toBe('defragment');
  });

  it('say at once that a stop had to be forced, and when', () => {
    const over = { startedAt: '2026-11-01T10:00:00.000Z', finishedAt: '2026-11-01T10:02:01.000Z' };
    const of = (change: Partial<Job>) => words.forced(sampleJob({ ...over, ...change }));
    expect(of({ kind: 'shutdown', result: { how: 'forced' } })).toMatch(/^forcée après 2\sminutes$/);
    expect(of({ kind: 'reboot', result: { how: 'forced' } })).toMatch(/^forcé après 2\sminutes$/);
    expect(of({ kind: 'shutdown', result: { how: 'polite' } })).toBe('');
  });

  it('say where in the line it waits, and when it is likely to start', async () => {
    const job = sampleJob({
      state: 'queued',
      startedAt: null,
      turn: { place: 2, startsAt: '2026-11-01T10:04:00.000Z' },
    });
    expect(words.now(job)).toBe('Création\u00a0: 2e dans la file');
    expect(words.remaining(job, at(0))).toMatch(/^début dans 4\sminutes environ$/);
    expect(words.remaining(job, at(300))).toMatch(/^début dans 5\ss environ$/);
    expect(words.now({ ...job, turn: { place: 1, startsAt: null } })).toBe(
      'Création\u00a0: 1re dans la file',
    );
    expect(words.remaining({ ...job, turn: { place: 1, startsAt: null } }, at(0))).toBe('');
    await TestBed.inject(Languages).speak('en');
    const places = [1, 2, 3, 4, 11, 12, 22].map((place) =>
      words.now({ ...job, turn: { place, startsAt: null } }),
    );
    expect(places.map((text) => text.replace(/^Creation: | in line$/g, ''))).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '22nd',
    ]);
  });

  it('promise no time that is not known or already over', () => {
    expect(words.remaining(sampleJob(), at(48))).toMatch(/^encore 45\ss environ$/);
    expect(words.remaining(sampleJob(), at(32))).toMatch(/^encore 1\sminute environ$/);
    expect(words.remaining(sampleJob(), at(120))).toBe('plus long que d’habitude');
    expect(words.remaining(sampleJob({ estimatedSeconds: null }), at(48))).toBe('');
    expect(words.remaining(sampleJob({ state: 'queued', startedAt: null }), at(48))).toBe('');
  });
});
