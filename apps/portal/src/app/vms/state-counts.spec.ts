import { stateCounts, totalOf } from './state-counts';

describe('how many machines are in each state', () => {
  it('is read from what the API says', () => {
    const counts = stateCounts('failed=2, running=12');
    expect(counts).toEqual({ failed: 2, running: 12 });
    expect(totalOf(counts)).toBe(14);
  });
  it('is nothing where there is none', () => {
    expect(stateCounts('')).toEqual({});
    expect(totalOf({})).toBe(0);
  });
});
