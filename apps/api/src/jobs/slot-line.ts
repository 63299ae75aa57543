/** First come, first served: of those that wait here only the first asks for a slot, so that places in line hold. */
export class SlotLine {
  private last: Promise<void> = Promise.resolve();

  /** Waits for those before; `leave` lets the next one ask. Rejects with the signal's reason when that aborts first. */
  async enter(signal: AbortSignal): Promise<() => void> {
    const before = this.last;
    const { promise, resolve: leave } = Promise.withResolvers<void>();
    this.last = promise;
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      signal.throwIfAborted();
      await Promise.race([before, aborted]);
      return leave;
    } catch (error) {
      // Whoever comes after goes on waiting for those before.
      void before.then(leave);
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
