import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
/** Two slow cores that others work on, too. */
export const PATIENCE_MS = 60_000;

/** The first answer that is not `undefined`, `null` or `false`; rejects with what was seen last when time is up. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  { within = PATIENCE_MS, seen = () => '' }: { within?: number; seen?: () => unknown } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const giveUpAt = Date.now() + within;
  for (;;) {
    const answer = await look();
    if (answer !== undefined && answer !== null && answer !== false)
      return answer as NonNullable<Exclude<T, false>>;
    if (Date.now() > giveUpAt) {
      const last = seen();
      const text = typeof last === 'string' ? last : JSON.stringify(last, null, 1);
      throw new Error(`Not within ${within} ms: ${what}\n${text}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Fails when it takes longer, so that a test says what it waited for. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const late = new AbortController();
  const alarm = pause(ms, undefined, { signal: late.signal }).then(() => {
    throw new Error(`Not within ${ms} ms: ${what}`);
  });
  alarm.catch(() => undefined);
  try {
    return await Promise.race([promise, alarm]);
  } finally {
    late.abort();
  }
}
