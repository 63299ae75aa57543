/**
 * Settles as the work does, or rejects with the signal's reason as soon as it aborts: work on a directory that hangs never
 * settles.
 */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    // A later failure must not become an unhandled rejection.
    work.catch(() => undefined);
  }
}
