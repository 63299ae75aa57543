/** First come, first served: only the first of the waiting jobs asks for a slot, so that nobody overtakes anybody. */
export class SlotLine {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when those before have left; the function it gives lets the next one in. Rejects with the signal's reason. */
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
      // The next one still has to wait for those before this one.
      void before.then(leave);
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
