import { describe, expect, it } from '@jest/globals';
import type { JobStep } from '@vm-manager/contracts';
import { progressOf, shareByTime } from './job-progress.js';

const PLANS = [{ seconds: 10 }, { seconds: 50, varies: true }, { seconds: 40 }];
const at = (...states: JobStep['state'][]) =>
  states.map((state, index) => ({ name: `step-${index}`, state }));

describe('the progress of a job', () => {
  it.each([
    [at('pending', 'pending', 'pending'), 0, 0],
    [at('running', 'pending', 'pending'), 0.5, 5],
    [at('done', 'running', 'pending'), 0, 10],
    [at('skipped', 'done', 'running'), 0.5, 80],
    [at('done', 'running', 'pending'), 7, 60],
    [at('done', 'done', 'done'), 0, 99],
  ])('counts each step by what it usually lasts: %j, %d', (steps, share, expected) => {
    expect(progressOf(PLANS, steps, { share, estimatedSeconds: null })).toBe(expected);
    expect(progressOf(PLANS, steps, { share, estimatedSeconds: 60 })).toBe(expected);
  });

  it('gives what a subject takes longer to the step that takes longer for it', () => {
    const slow = { estimatedSeconds: 500 };
    expect(progressOf(PLANS, at('done', 'running', 'pending'), { ...slow, share: 0 })).toBe(2);
    expect(progressOf(PLANS, at('done', 'running', 'pending'), { ...slow, share: 0.5 })).toBe(47);
    expect(progressOf(PLANS, at('done', 'done', 'running'), { ...slow, share: 0 })).toBe(92);
  });

  it('of a step that says nothing is by the time that it usually takes, and stops before its end', () => {
    const share = (seconds: number, estimatedSeconds: number | null) =>
      shareByTime(PLANS, 1, { seconds, estimatedSeconds });
    expect([share(0, null), share(25, null), share(50, null), share(500, null)]).toEqual([
      0, 0.5, 0.95, 0.95,
    ]);
    // 450 of 500 seconds are the step's own; of 20 it has its half.
    expect([share(90, 500), share(225, 500)]).toEqual([0.2, 0.5]);
    expect(share(5, 20)).toBe(0.5);
  });

  it('of a plan in which no step varies is the same however long it is expected to take', () => {
    const plans = [{ seconds: 1 }, { seconds: 1 }];
    expect(progressOf(plans, at('done', 'running'), { share: 0, estimatedSeconds: 900 })).toBe(50);
  });
});
