import { Injectable } from '@nestjs/common';
import { messageForLog } from '../logging/error-for-log.js';
import { isDatabaseFull, isDiskFull } from './database-down.js';

const LATELY_MS = 15_000;

/**
 * Remembers when a write last failed because the disk is full. Reads still work then, so that a health check by reading
 * would not notice.
 */
@Injectable()
export class RefusedWrites {
  private last: { why: string; at: number } | undefined;

  /** Remembers the error if it says that there is no room. */
  hear(error: unknown): void {
    if (isDatabaseFull(error) || isDiskFull(error))
      this.last = { why: messageForLog(error), at: performance.now() };
  }

  /** The reason; null when no write failed in the last seconds. */
  lately(): string | null {
    return this.last && performance.now() - this.last.at < LATELY_MS ? this.last.why : null;
  }
}
