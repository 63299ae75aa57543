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

it.each<[level: string, more: Record<string, string>, said: string]>([
  ['own', {}, 'Les machines dans la corbeille en prennent 40 Gio.'],
  ['host', {}, 'Vider la corbeille libérerait 40 Gio.'],
  ['host', { rule: 'free-disk' }, 'Vider la corbeille libérerait jusqu’à 40 Gio.'],
])('for want of disk at level %s %j, it is said what the bin holds', (level, more, said) => {
  const params = { dimension: 'diskGiB', level, used: 3, asked: 20, limit: 5, ...more };
  expect(problemText('quota-exceeded', { ...params, binGiB: 40 }, 'fr').detail).toContain(said);
  expect(problemText('quota-exceeded', params, 'fr').detail).not.toContain('corbeille');
});
