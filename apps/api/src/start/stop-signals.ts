const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
export type StopSignal = keyof typeof NUMBERS;

/** Nest stops the app at these; `npm start` hands on what it hears. */
export const STOP_SIGNALS = Object.keys(NUMBERS) as StopSignal[];

/** Whoever presses Ctrl+C tells all processes at once, and they tell each other: within this time it is one wish. */
const ONE_WISH_MS = 1_000;

/**
 * What Nest leaves to us: a signal that comes before there is an app, a second one of somebody who will not wait, and a
 * terminal that is gone, to which nothing can be written.
 */
export function heedStopSignals(stopEarly: () => Promise<void> | undefined): void {
  let first: number | undefined;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of STOP_SIGNALS)
    process.on(signal, () => {
      const now = performance.now();
      if (first !== undefined && now - first > ONE_WISH_MS) process.exit(128 + NUMBERS[signal]);
      if (first !== undefined) return;
      first = now;
      void stopEarly()?.finally(() => process.exit(0));
    });
}
