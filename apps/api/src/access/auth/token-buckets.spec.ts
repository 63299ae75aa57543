import { expect, it } from '@jest/globals';
import { TokenBuckets } from './token-buckets.js';

it('gives what is in it at once, then no faster than it fills', () => {
  const buckets = new TokenBuckets(3, 1000);
  expect([0, 0, 0].map((now) => buckets.take('alice', now))).toEqual([0, 0, 0]);
  expect(buckets.take('alice', 0)).toBe(1000);
  expect(buckets.take('alice', 400)).toBe(600);
  expect(buckets.take('alice', 1000)).toBe(0);
  expect(buckets.take('alice', 1000)).toBe(1000);
});

it('is each one’s own', () => {
  const buckets = new TokenBuckets(1, 1000);
  expect(['alice', 'bob', 'alice'].map((name) => buckets.take(name, 0))).toEqual([0, 0, 1000]);
});

it('holds no more than its size, however long nobody came or how much is given back', () => {
  const buckets = new TokenBuckets(2, 1000);
  buckets.take('alice', 0);
  buckets.giveBack('alice', 0);
  buckets.giveBack('alice', 0);
  expect([1, 2, 3].map(() => buckets.take('alice', 3600_000))).toEqual([0, 0, 1000]);
});
