import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median } from './median.mjs';

test('of an odd number of values the one in the middle', () => {
  assert.equal(median([9, 1, 10]), 9);
  assert.equal(median([4]), 4);
});

test('of an even number what lies halfway between the two in the middle', () => {
  assert.equal(median([40, 10, 30, 20]), 25);
  assert.equal(median([2, 10]), 6);
});

test('what it is asked about stays in its order', () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
});

test('of nothing there is none', () => assert.throws(() => median([])));
