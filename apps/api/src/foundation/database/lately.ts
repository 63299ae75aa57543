import { Between, type FindOperator } from 'typeorm';

/** Clocks of several hosts differ by less than this. */
export const SKEW_MS = 60_000;

/** Matches times within the last `ms`. A time in the future was written by a wrong clock and does not match. */
export const lately = (now: Date, ms: number): FindOperator<Date> =>
  Between(new Date(now.getTime() - ms), new Date(now.getTime() + SKEW_MS));
