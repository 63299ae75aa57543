const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
export type StopSignal = keyof typeof NUMBERS;

/** Signals at which Nest stops the app; `npm start` passes on the ones it gets. */
export const STOP_SIGNALS = Object.keys(NUMBERS) as StopSignal[];

/** Ctrl+C signals all processes at once, and they signal each other: several signals within this time count as one. */
const ONE_WISH_MS = 1_000;

/**
 * Signals that Nest does not handle: one before there is an app, a second one from somebody who does not want to
 * wait, and the end of the terminal, after which nothing can be printed.
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
