import { unlessAborted } from '../foundation/waiting/unless-aborted.js';

/** First come, first served: only the first of the waiting jobs asks for a slot, so that nobody overtakes anybody. */
export class SlotLine {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when those before have left; the function it gives lets the next one in. Rejects with the signal's reason. */
  async enter(signal: AbortSignal): Promise<() => void> {
    const before = this.last;
    const { promise, resolve: leave } = Promise.withResolvers<void>();
    this.last = promise;
    try {
      signal.throwIfAborted();
      await unlessAborted(before, signal);
      return leave;
    } catch (error) {
      // The next one still has to wait for those before this one.
      void before.then(leave);
      throw error;
    }
  }
}
