import { describe, expect, it } from '@jest/globals';
import { WritingPace } from './writing-pace.js';

/** How many pieces are written in so many seconds, when one of this size is there whenever the line may write. */
function written(seconds: number, bytes: number): number {
  const pace = new WritingPace();
  let count = 0;
  for (let now = 0; now < 1000 * seconds; count++) now += pace.pauseAfter(bytes, now);
  return count;
}

describe('a serial line that talks without end', () => {
  it.each([
    ['short words', 1],
    ['as much as it can', 64 * 1024],
  ])('costs the database no more than 20 pieces a second in the long run: %s', (_, bytes) => {
    expect(written(600, bytes)).toBeLessThanOrEqual(300 + 20 * 600 + 1);
  });

  it('is written at once at first, as at a boot', () => {
    expect(written(2, 100)).toBeGreaterThan(190);
  });
});

it('keys that somebody types are shown at once, for as long as they type', () => {
  const pace = new WritingPace();
  for (let now = 0; now < 600_000; now += 80) expect(pace.pauseAfter(1, now)).toBe(10);
});
