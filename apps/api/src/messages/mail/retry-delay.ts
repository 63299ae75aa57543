const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const DELAYS_MS = [MINUTE_MS / 2, 2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS / 2, HOUR_MS];
const LONGEST_MS = 2 * HOUR_MS;
/** A mail that waits for longer was put off while the clock was ahead. */
export const LONGER_THAN_ANY_MS = 12 * HOUR_MS;

/** What nobody has taken by then is old news. */
export const GIVEN_UP_AFTER_MS = 5 * 24 * HOUR_MS;

/** How long to wait after that many attempts. */
export const retryDelayMs = (attempts: number): number => DELAYS_MS[attempts - 1] ?? LONGEST_MS;
