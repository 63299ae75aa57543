const FREE_FAILURES = 5;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const FAILURES_PER_ADDRESS = 100;
const CHECKS_PER_ADDRESS = 40;

/** Failures of an account are forgotten after this. */
export const ACCOUNT_WINDOW_MS = 24 * 3600_000;
export const ADDRESS_WINDOW_MS = 10 * 60_000;
/** A check that takes longer was cut off with its process. */
export const CHECK_WINDOW_MS = 60_000;
const CHECK_TAKES_MS = 1_000;

/** Five failures are free, then each doubles the wait: 30 s, 1 min, ... 15 min. Times are ascending. */
export function accountOpensAt(failures: readonly Date[]): Date | null {
  const last = failures.at(-1);
  if (!last || failures.length < FREE_FAILURES) return null;
  const delay = FIRST_DELAY_MS * 2 ** Math.min(failures.length - FREE_FAILURES, 10);
  return new Date(last.getTime() + Math.min(delay, LONGEST_DELAY_MS));
}

/** A class sits behind one address: a hundred failures in ten minutes. Times are ascending. */
export function addressOpensAt(failures: readonly Date[]): Date | null {
  const oldestThatCounts = failures.at(-FAILURES_PER_ADDRESS);
  return oldestThatCounts ? new Date(oldestThatCounts.getTime() + ADDRESS_WINDOW_MS) : null;
}

/** Those who come at once are a class at most: forty passwords of an address are checked at a time. */
export function checksOpenAt(checksUnderWay: number, now: Date): Date | null {
  return checksUnderWay < CHECKS_PER_ADDRESS ? null : new Date(now.getTime() + CHECK_TAKES_MS);
}

/** Whole seconds to wait, 0 when it is open. */
export function secondsUntil(opensAt: Date | null, now: Date): number {
  return opensAt ? Math.max(0, Math.ceil((opensAt.getTime() - now.getTime()) / 1000)) : 0;
}
