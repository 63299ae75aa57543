import { measuredRoundTrip, rated } from './line-quality';

it.each([
  [12, 'good'],
  [60, 'good'],
  [61, 'fair'],
  [200, 'fair'],
  [900, 'slow'],
  [undefined, 'away'],
] as const)('a line of %s ms is %s', (roundTripMs, words) => {
  expect(rated({ roundTripMs, bytes: 0 })).toBe(words);
});

it('is measured by the second question, as the first may have to open a connection', async () => {
  let asked = 0;
  expect(await measuredRoundTrip(async () => void asked++)).toBeGreaterThanOrEqual(0);
  expect(asked).toBe(2);
});

it('is not known of a portal that does not answer', async () => {
  expect(await measuredRoundTrip(() => Promise.reject(new Error('away')))).toBeUndefined();
});
