import { expect, it } from '@jest/globals';
import { endOfSchoolDay, schoolDayAt, startOfSchoolDay } from './school-day.js';

it.each([
  ['2026-12-15', 'Europe/Paris', '2026-12-15T22:59:59.000Z'],
  ['2026-07-14', 'Europe/Paris', '2026-07-14T21:59:59.000Z'],
  // The clocks change within these days.
  ['2026-03-29', 'Europe/Paris', '2026-03-29T21:59:59.000Z'],
  ['2026-10-25', 'Europe/Paris', '2026-10-25T22:59:59.000Z'],
  ['2026-12-15', 'Indian/Reunion', '2026-12-15T19:59:59.000Z'],
  ['2026-12-15', 'America/Martinique', '2026-12-16T03:59:59.000Z'],
  ['2026-12-15', 'Pacific/Tongatapu', '2026-12-15T10:59:59.000Z'],
  ['2024-02-29', 'UTC', '2024-02-29T23:59:59.000Z'],
])('%s ends in %s at %s, and is that day there', (day, zone, end) => {
  expect(endOfSchoolDay(day, zone)).toBe(end);
  expect(schoolDayAt(Date.parse(end), zone)).toBe(day);
  expect(schoolDayAt(Date.parse(end) + 1000, zone)).not.toBe(day);
  expect(schoolDayAt(Date.parse(startOfSchoolDay(day, zone)), zone)).toBe(day);
});

it('is 23 or 25 hours long where the clocks change', () => {
  const hours = (day: string) =>
    (Date.parse(startOfSchoolDay(day, 'Europe/Paris', 1)) -
      Date.parse(startOfSchoolDay(day, 'Europe/Paris'))) /
    3600_000;
  expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-12-15')]).toEqual([23, 25, 24]);
});
