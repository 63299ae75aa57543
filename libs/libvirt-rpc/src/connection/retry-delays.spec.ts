import { describe, expect, it } from '@jest/globals';
import { retryDelays } from './retry-delays.js';

function first(count: number, random: () => number): number[] {
  const delays = retryDelays({ firstDelayMs: 100, maxDelayMs: 1_000, random });
  return Array.from({ length: count }, () => delays.next().value);
}

describe('retry delays', () => {
  it('double up to the longest and stay there', () => {
    expect(first(6, () => 0)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('are shortened by chance by a quarter at most', () => {
    expect(first(5, () => 1)).toEqual([75, 150, 300, 600, 750]);
  });
});
