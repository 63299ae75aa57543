const FREE_FAILURES = 5;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const FAILURES_PER_NETWORK = 100;
const FAILURES_OF_STRANGERS = 200;
const LONGEST_AFTER = 10;

/** Earlier ones make no difference. */
export const FAILURES_THAT_COUNT = FAILURES_OF_STRANGERS + LONGEST_AFTER;

/** Failures are forgotten after this. */
export const ACCOUNT_WINDOW_MS = 24 * 3600_000;
export const NETWORK_WINDOW_MS = 10 * 60_000;
/** A check that takes longer was cut off with its process. */
export const CHECK_WINDOW_MS = 60_000;

/** Five failures are free, then each doubles the wait: 30 s, 1 min, ... 15 min. Times are ascending. */
export const guesserOpensAt = (failures: readonly Date[], now: Date) =>
  opensAfter(FREE_FAILURES, failures, now);

/** So many failures from unknown places, whatever their networks, are an attack on this account. Times are ascending. */
export const accountOpensAt = (failures: readonly Date[], now: Date) =>
  opensAfter(FAILURES_OF_STRANGERS, failures, now);

/** A whole class may share one network: a hundred failures in ten minutes are free. Times are ascending. */
export function networkOpensAt(failures: readonly Date[], now: Date): Date | null {
  const oldestThatCounts = past(failures, now).at(-FAILURES_PER_NETWORK);
  return oldestThatCounts ? new Date(oldestThatCounts.getTime() + NETWORK_WINDOW_MS) : null;
}

/** Whole seconds to wait, 0 when it is open. */
export function secondsUntil(opensAt: Date | null, now: Date): number {
  return opensAt ? Math.max(0, Math.ceil((opensAt.getTime() - now.getTime()) / 1000)) : 0;
}

function opensAfter(free: number, failures: readonly Date[], now: Date): Date | null {
  const counted = past(failures, now);
  const last = counted.at(-1);
  if (!last || counted.length < free) return null;
  const delay = FIRST_DELAY_MS * 2 ** Math.min(counted.length - free, LONGEST_AFTER);
  return new Date(last.getTime() + Math.min(delay, LONGEST_DELAY_MS));
}

/** Times in the future were written by a wrong clock and do not count. */
const past = (times: readonly Date[], now: Date) => times.filter((time) => time <= now);
