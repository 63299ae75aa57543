/** A day of the school's calendar, `2026-12-15`: it begins and ends by the school's clock, wherever the reader is. */
export type SchoolDay = string;

const DAY_MS = 24 * 3600_000;

/** The day that it is at the school at this moment. */
export function schoolDayAt(time: number, timeZone: string): SchoolDay {
  return new Date(time + offsetAt(time, timeZone)).toISOString().slice(0, 10);
}

/** The first moment of a day, or of one so many days later. */
export function startOfSchoolDay(day: SchoolDay, timeZone: string, daysLater = 0): string {
  const wall = Date.parse(`${day}T00:00:00Z`) + daysLater * DAY_MS;
  // The offset of the moment itself, which may lie on the other side of a change of clocks.
  const guess = wall - offsetAt(wall, timeZone);
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

/** The last second of a day. */
export function endOfSchoolDay(day: SchoolDay, timeZone: string): string {
  return new Date(Date.parse(startOfSchoolDay(day, timeZone, 1)) - 1000).toISOString();
}

/** How far the school's clock is ahead of UTC. */
function offsetAt(time: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map((name) => Number(parts.find(({ type }) => type === name)?.value));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}
