/** The parts of the browser by which tabs agree on who holds the stream. */
export interface TabWorld {
  /** Absent on pages served without TLS from elsewhere than this machine. */
  readonly locks: LockManager | undefined;
  readonly document: Document;
}

/**
 * Calls `hold` in one tab of the browser at a time; when that tab goes, the next one's turn comes.
 * Without Web Locks each tab holds while it is looked at, which still keeps the number of streams small.
 */
export function electTab(world: TabWorld, hold: (until: AbortSignal) => void, stop: AbortSignal): void {
  if (world.locks) holdWithLock(world.locks, hold, stop);
  else holdWhileVisible(world.document, hold, stop);
}

function holdWithLock(locks: LockManager, hold: (until: AbortSignal) => void, stop: AbortSignal): void {
  const untilStopped = () =>
    new Promise<void>((release) => {
      if (stop.aborted) return release();
      stop.addEventListener('abort', () => release());
      hold(stop);
    });
  locks.request('vmm-events', { signal: stop }, untilStopped).catch((error: unknown) => {
    // Giving up the queue at sign-out rejects the request; that is not an error.
    if (!stop.aborted) throw error;
  });
}

function holdWhileVisible(document: Document, hold: (until: AbortSignal) => void, stop: AbortSignal): void {
  let holding: AbortController | undefined;
  const follow = () => {
    if (document.visibilityState === 'visible' && !stop.aborted) {
      if (holding) return;
      holding = new AbortController();
      hold(holding.signal);
    } else {
      holding?.abort();
      holding = undefined;
    }
  };
  document.addEventListener('visibilitychange', follow, { signal: stop });
  stop.addEventListener('abort', follow);
  follow();
}
