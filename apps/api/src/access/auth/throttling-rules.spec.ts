import { describe, expect, it } from '@jest/globals';
import { accountOpensAt, guesserOpensAt, networkOpensAt, secondsUntil } from './throttling-rules.js';

const start = Date.UTC(2026, 10, 23, 8);
const HOUR_MS = 3600_000;
const times = (count: number, everyMs = 1000) =>
  Array.from({ length: count }, (_, nth) => new Date(start + nth * everyMs));
const waitAfter = (count: number, rule = guesserOpensAt) => {
  const failures = times(count);
  const now = failures.at(-1) ?? new Date(start);
  return secondsUntil(rule(failures, now), now);
};

describe('who guesses at an account', () => {
  it('may be wrong five times', () => expect([0, 1, 4].map((count) => waitAfter(count))).toEqual([0, 0, 0]));
  it('then waits longer each time, a quarter of an hour at most', () =>
    expect([5, 6, 7, 8, 9, 10, 50].map((count) => waitAfter(count))).toEqual([
      30, 60, 120, 240, 480, 900, 900,
    ]));
  it('may try again when the time is over', () => {
    const now = new Date(start + 4_000 + 29_001);
    expect(secondsUntil(guesserOpensAt(times(5), now), now)).toBe(1);
    expect(secondsUntil(guesserOpensAt(times(5), now), new Date(start + 34_000))).toBe(0);
  });
});

describe('an account', () => {
  it('is closed to strangers only after two hundred failures from anywhere', () =>
    expect([5, 100, 199, 200, 201, 500].map((count) => waitAfter(count, accountOpensAt))).toEqual([
      0, 0, 0, 30, 60, 900,
    ]));
});

describe('a network', () => {
  it('may fail 99 times in ten minutes', () =>
    expect(networkOpensAt(times(99), new Date(start + HOUR_MS))).toBeNull());
  it('waits until the hundredth last is ten minutes old', () =>
    expect(networkOpensAt(times(105), new Date(start + HOUR_MS))).toEqual(new Date(start + 605_000)));
});

describe('a clock that was ahead', () => {
  const set = new Date(start - 25 * HOUR_MS);
  it.each([
    ['a guesser', guesserOpensAt, 5],
    ['an account', accountOpensAt, 500],
    ['a network', networkOpensAt, 105],
  ] as const)('delays %s no longer than the longest delay once it is right', (_, rule, count) => {
    expect(rule(times(count), set)).toBeNull();
    const now = new Date(start + 200_000);
    const wait = secondsUntil(rule(times(count), now), now);
    expect(wait).toBeLessThanOrEqual(900);
  });

  it('takes nothing back of what was counted before', () => {
    const before = times(6).map((time) => new Date(time.getTime() - 25 * HOUR_MS));
    const now = before.at(-1)!;
    expect(secondsUntil(guesserOpensAt([...before, ...times(6)], now), now)).toBe(60);
  });
});
