import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AdvisoryLocks } from './advisory-locks.js';
import type { ClockWatch } from './clock-watch.js';
import { Routines } from './routines.js';

/** Another process has every lock whose name is in here. */
const taken = new Set<string>();
const locks: Pick<AdvisoryLocks, 'holdIfFree'> = {
  holdIfFree: async (key, work) => (taken.has(key) ? undefined : work(new AbortController().signal)),
};
let clockIsTrusted: boolean;
const clock: Pick<ClockWatch, 'isTrusted'> = { isTrusted: () => Promise.resolve(clockIsTrusted) };
let routines: Routines;

beforeEach(() => {
  jest.useFakeTimers();
  taken.clear();
  clockIsTrusted = true;
  // Only this one method of each is used.
  routines = new Routines(locks as AdvisoryLocks, clock as ClockWatch);
});
afterEach(async () => {
  await routines.beforeApplicationShutdown();
  jest.useRealTimers();
});

/** Work that ends when it is told to. */
function slowWork() {
  const begun: PromiseWithResolvers<void>[] = [];
  const work = () => {
    const round = Promise.withResolvers<void>();
    begun.push(round);
    return round.promise;
  };
  return { begun, work };
}

describe('what is done again and again', () => {
  it('is done at once, then each time the interval is over', async () => {
    let rounds = 0;
    routines.start('Test', { everyMs: 1000 }, async () => ++rounds);
    await jest.advanceTimersByTimeAsync(3500);
    expect(rounds).toBe(4);
  });

  it('waits for the first interval when it is told to', async () => {
    let rounds = 0;
    routines.start('Test', { everyMs: 1000, atOnce: false }, async () => ++rounds);
    await jest.advanceTimersByTimeAsync(900);
    expect(rounds).toBe(0);
  });

  it('has one round at a time, and one more for all who asked meanwhile', async () => {
    const { begun, work } = slowWork();
    const routine = routines.start('Test', { everyMs: 1000 }, work);
    const asked = [routine.run(), routine.run()];
    await jest.advanceTimersByTimeAsync(5000);
    expect(begun).toHaveLength(1);
    begun[0]!.resolve();
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toHaveLength(2);
    begun[1]!.resolve();
    await Promise.all(asked);
    expect(begun).toHaveLength(2);
  });

  it('leaves the work to the process that has the lock', async () => {
    let rounds = 0;
    taken.add('tidying');
    const routine = routines.start('Test', { everyMs: 1000, lock: 'tidying' }, async () => ++rounds);
    await routine.run();
    expect(rounds).toBe(0);
    taken.clear();
    await routine.run();
    expect(rounds).toBe(1);
  });

  it('goes on after a round that failed', async () => {
    let rounds = 0;
    const routine = routines.start('Test', { everyMs: 1000 }, async () => {
      if (++rounds === 1) throw new Error('once');
    });
    await routine.run();
    expect(rounds).toBe(2);
  });

  it('is told that the process stops, which waits for the round under way and begins no other', async () => {
    const { begun, work } = slowWork();
    let signal: AbortSignal | undefined;
    const routine = routines.start('Test', { everyMs: 1000 }, (given) => {
      signal = given;
      return work();
    });
    let hasStopped = false;
    const stopped = routines.beforeApplicationShutdown().then(() => (hasStopped = true));
    await jest.advanceTimersByTimeAsync(5000);
    expect([hasStopped, signal?.aborted]).toEqual([false, true]);
    begun[0]!.resolve();
    await stopped;
    await routine.run();
    expect(begun).toHaveLength(1);
  });
});

it('does nothing by age while the clock is not trusted', async () => {
  const work = jest.fn(() => Promise.resolve());
  const when = { everyMs: 1000, atOnce: false };
  const byAge = routines.start('by age', { ...when, byAge: true }, work);
  const other = routines.start('other', when, work);
  clockIsTrusted = false;
  await byAge.run();
  expect(work).not.toHaveBeenCalled();
  await other.run();
  expect(work).toHaveBeenCalledTimes(1);
  clockIsTrusted = true;
  await byAge.run();
  expect(work).toHaveBeenCalledTimes(2);
});
