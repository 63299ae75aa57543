import { describe, expect, it } from '@jest/globals';
import { turnsIn, type HeavyJob } from './turns-in.js';

const now = new Date('2026-11-27T10:00:00.000Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
const running = (id: string, since: number, estimatedSeconds: number | null = 60): HeavyJob => ({
  id,
  state: 'running',
  startedAt: new Date(now.getTime() - since * 1000),
  estimatedSeconds,
  cancelRequestedAt: null,
});
const waiting = (id: string, estimatedSeconds: number | null = 60): HeavyJob => ({
  id,
  state: 'queued',
  startedAt: null,
  estimatedSeconds,
  cancelRequestedAt: null,
});
const turns = (active: HeavyJob[], slots = 2) =>
  [...turnsIn(active, slots, now)].map(([id, { place, startsAt }]) => [id, place, startsAt]);

describe('the line of heavy jobs', () => {
  it('gives each its place, and the slot that is free first', () => {
    const active = [running('a', 10), running('b', 40), waiting('c', 100), waiting('d'), waiting('e')];
    expect(turns(active)).toEqual([
      ['c', 1, inSeconds(20)],
      ['d', 2, inSeconds(50)],
      ['e', 3, inSeconds(110)],
    ]);
  });

  it('leaves out whoever finds a slot free, and is behind them', () => {
    expect(turns([running('a', 10), waiting('b', 30), waiting('c')])).toEqual([['c', 1, inSeconds(30)]]);
    expect(turns([waiting('a'), waiting('b')])).toEqual([]);
  });

  it('does not count on a job that takes longer than expected, or of which nothing is expected', () => {
    expect(turns([running('a', 90), running('b', 0), waiting('c'), waiting('d')])).toEqual([
      ['c', 1, inSeconds(60)],
      ['d', 2, inSeconds(120)],
    ]);
    expect(turns([running('a', 90), running('b', 0, null), waiting('c')])).toEqual([['c', 1, null]]);
    expect(turns([running('a', 30), waiting('b', null), waiting('c')], 1)).toEqual([
      ['b', 1, inSeconds(30)],
      ['c', 2, null],
    ]);
  });

  it('forgets a job that was cancelled while it waited', () => {
    const calledOff = { ...waiting('b'), cancelRequestedAt: now };
    expect(turns([running('a', 30), calledOff, waiting('c')], 1)).toEqual([['c', 1, inSeconds(30)]]);
  });
});
