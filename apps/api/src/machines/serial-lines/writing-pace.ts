/** A person's keys are shown at once; a machine that talks without end is written down at this rate, and the rest is skipped. */
const BYTES_PER_MS = 256;
const AT_LEAST_MS = 10;
/** A boot, or a minute of somebody who types; then so many a second, which is more than anyone types. */
const PIECES_AT_ONCE = 300;
const PIECES_PER_SECOND = 20;

/** How long a line waits between two of its pieces: each is a row of the database, and an event for all processes. */
export class WritingPace {
  private left = PIECES_AT_ONCE;
  private last = -Infinity;

  /** After a piece of this size, written at `now` (milliseconds). */
  pauseAfter(bytes: number, now: number): number {
    const regained = ((now - this.last) * PIECES_PER_SECOND) / 1000;
    this.left = Math.min(PIECES_AT_ONCE, this.left + regained) - 1;
    this.last = now;
    const owedMs = this.left < 0 ? (-this.left * 1000) / PIECES_PER_SECOND : 0;
    return Math.max(AT_LEAST_MS, bytes / BYTES_PER_MS, owedMs);
  }
}
