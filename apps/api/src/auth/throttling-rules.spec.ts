import { describe, expect, it } from '@jest/globals';
import { accountOpensAt, addressOpensAt, checksOpenAt, secondsUntil } from './throttling-rules.js';

const start = Date.UTC(2026, 10, 23, 8);
const times = (count: number, everyMs = 1000) =>
  Array.from({ length: count }, (_, nth) => new Date(start + nth * everyMs));
const waitAfter = (count: number) => {
  const failures = times(count);
  return secondsUntil(accountOpensAt(failures), failures.at(-1) ?? new Date(start));
};

describe('an account', () => {
  it('is open for the first five', () => expect([0, 1, 4].map(waitAfter)).toEqual([0, 0, 0]));
  it('then waits longer each time, a quarter of an hour at most', () =>
    expect([5, 6, 7, 8, 9, 10, 50].map(waitAfter)).toEqual([30, 60, 120, 240, 480, 900, 900]));
  it('is open again when the time is over', () => {
    const opensAt = accountOpensAt(times(5));
    expect(secondsUntil(opensAt, new Date(start + 4_000 + 29_001))).toBe(1);
    expect(secondsUntil(opensAt, new Date(start + 4_000 + 30_000))).toBe(0);
  });
});

describe('an address', () => {
  it('may have forty passwords checked at a time, and wait a second for the next', () => {
    const now = new Date(start);
    expect([30, 39, 40].map((count) => secondsUntil(checksOpenAt(count, now), now))).toEqual([0, 0, 1]);
  });
  it('may fail 99 times in ten minutes', () => expect(addressOpensAt(times(99))).toBeNull());
  it('waits until the hundredth last is ten minutes old', () =>
    expect(addressOpensAt(times(105))).toEqual(new Date(start + 5_000 + 600_000)));
});
