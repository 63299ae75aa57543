import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 40_000;

/** Waits for what should come. */
export async function until(what: string, has: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await has())) {
    if (Date.now() > giveUpAt) throw new Error(`Not in time: ${what}`);
    await pause(50);
  }
}
