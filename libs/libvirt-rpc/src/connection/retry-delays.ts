export interface RetryOptions {
  /** Milliseconds before the second attempt; 200 when absent. */
  readonly firstDelayMs?: number;
  /** No delay is longer, in milliseconds; 15,000 when absent. */
  readonly maxDelayMs?: number;
  /** 0 to 1, as Math.random, which it is when absent. */
  readonly random?: () => number;
}

/** Endless delays in milliseconds: each twice the last up to the longest, less up to a quarter so that clients spread out. */
export function* retryDelays(options: RetryOptions = {}): Generator<number, never> {
  const { firstDelayMs = 200, maxDelayMs = 15_000, random = Math.random } = options;
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 2, maxDelayMs)) {
    yield Math.round(Math.min(delay, maxDelayMs) * (1 - random() / 4));
  }
}
