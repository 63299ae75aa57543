import { expect, it } from '@jest/globals';
import { problemText } from './problem-texts.js';

it.each([
  ['fr', '20 000'],
  ['en', '20,000'],
] as const)('large numbers are written as in %s', (language, written) => {
  const space = { action: 'box-space', box: 'web', needed: 20_000, free: 3, place: '/var' };
  const quota = { dimension: 'diskGiB', level: 'user', used: 3, asked: 20_000, limit: 5 };
  const details = [
    problemText('not-possible-now', space, language),
    problemText('quota-exceeded', quota, language),
  ].map(({ detail }) => detail.replaceAll(/\s/g, ' '));
  for (const detail of details) expect(detail).toContain(written);
});
