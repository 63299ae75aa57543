import { Between, type FindOperator } from 'typeorm';

/** Clocks of several processes differ by less. */
export const SKEW_MS = 60_000;

/** Within the last `ms`. What lies in the future was written while the clock was wrong: it keeps nobody waiting. */
export const lately = (now: Date, ms: number): FindOperator<Date> =>
  Between(new Date(now.getTime() - ms), new Date(now.getTime() + SKEW_MS));
