import { expect, it } from '@jest/globals';
import { PictureCounts, PICTURES_PER_MINUTE } from './picture-counts.js';
import { TAKEN_EVERY_MS } from './seen-screen.js';

it('lets a person take so many pictures in a minute, says when there are more, and counts each person alone', () => {
  const counts = new PictureCounts();
  for (let count = 0; count < PICTURES_PER_MINUTE; count++)
    expect(counts.secondsToWait('prof', 1_000)).toBe(0);
  expect(counts.secondsToWait('prof', 1_000)).toBe(60);
  expect(counts.secondsToWait('prof', 58_500)).toBe(3);
  expect(counts.secondsToWait('bob', 58_500)).toBe(0);
  expect(counts.secondsToWait('prof', 61_000)).toBe(0);
});

it('a card that shows each new picture is no watching for five minutes, nor are many machines', () => {
  const counts = new PictureCounts();
  for (let now = 0; now < 300_000; now += TAKEN_EVERY_MS)
    for (const vm of ['one', 'two', 'three', 'four']) expect(counts.isWatching('prof', vm, now)).toBe(false);
});

it('whoever goes on looking for longer watches, until they leave it for a minute', () => {
  const counts = new PictureCounts();
  const seen = new Set<number>();
  for (let now = 0; now < 3_600_000; now += 15_000) if (counts.isWatching('prof', 'vm', now)) seen.add(now);
  expect([Math.min(...seen), seen.size]).toEqual([300_000, (3_600_000 - 300_000) / 15_000]);
  expect(counts.isWatching('prof', 'vm', 3_600_000 + 44_000)).toBe(true);
  expect(counts.isWatching('prof', 'vm', 3_600_000 + 104_000)).toBe(false);
});

it('picture after picture of one machine is watching, until it is left alone', () => {
  const counts = new PictureCounts();
  const seen = [0, 1, 2, 3, 4].map((second) => counts.isWatching('prof', 'vm', second * 1_000));
  expect(seen).toEqual([false, false, false, true, true]);
  expect(counts.isWatching('admin', 'vm', 5_000)).toBe(false);
  expect(counts.isWatching('prof', 'vm', 30_000)).toBe(false);
});

it('forgets who has left while others go on looking', () => {
  const counts = new PictureCounts();
  for (let now = 0; now < 3_600_000; now += 15_000) {
    counts.isWatching('prof', 'always', now);
    counts.isWatching('prof', `vm at ${now}`, now);
    counts.secondsToWait(`person at ${now}`, now);
    counts.secondsToWait('prof', now);
  }
  expect(counts.size).toBeLessThan(20);
});
