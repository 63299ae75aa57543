import { expect, it } from '@jest/globals';
import { PicturePace, PICTURES_PER_MINUTE } from './picture-pace.js';

it('lets a person take so many pictures in a minute, says when there are more, and counts each person alone', () => {
  const pace = new PicturePace();
  for (let count = 0; count < PICTURES_PER_MINUTE; count++) expect(pace.secondsToWait('prof', 1_000)).toBe(0);
  expect(pace.secondsToWait('prof', 1_000)).toBe(60);
  expect(pace.secondsToWait('prof', 58_500)).toBe(3);
  expect(pace.secondsToWait('bob', 58_500)).toBe(0);
  expect(pace.secondsToWait('prof', 61_000)).toBe(0);
});

it('a card that is drawn anew every quarter of a minute is no watching, nor are many machines', () => {
  const pace = new PicturePace();
  for (let now = 0; now < 600_000; now += 15_000)
    for (const vm of ['one', 'two', 'three', 'four']) expect(pace.isWatching('prof', vm, now)).toBe(false);
});

it('picture after picture of one machine is watching, until it is left alone', () => {
  const pace = new PicturePace();
  const seen = [0, 1, 2, 3, 4].map((second) => pace.isWatching('prof', 'vm', second * 1_000));
  expect(seen).toEqual([false, false, false, true, true]);
  expect(pace.isWatching('admin', 'vm', 5_000)).toBe(false);
  expect(pace.isWatching('prof', 'vm', 30_000)).toBe(false);
});

it('forgets who has left while others go on looking', () => {
  const pace = new PicturePace();
  for (let now = 0; now < 3_600_000; now += 15_000) {
    pace.isWatching('prof', 'always', now);
    pace.isWatching('prof', `vm at ${now}`, now);
    pace.secondsToWait(`person at ${now}`, now);
    pace.secondsToWait('prof', now);
  }
  expect(pace.size).toBeLessThan(20);
});
