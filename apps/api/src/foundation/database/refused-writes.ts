import { Injectable } from '@nestjs/common';
import { messageForLog } from '../logging/error-for-log.js';
import { isDatabaseFull, isDiskFull } from './database-down.js';

const LATELY_MS = 15_000;

/** The database's last word against writing, as this process heard it: a full disk refuses nothing but that. */
@Injectable()
export class RefusedWrites {
  private last: { why: string; at: number } | undefined;

  /** Heeds those errors that are about room. */
  hear(error: unknown): void {
    if (isDatabaseFull(error) || isDiskFull(error))
      this.last = { why: messageForLog(error), at: performance.now() };
  }

  /** Why, or null when nothing was refused in the last seconds. */
  lately(): string | null {
    return this.last && performance.now() - this.last.at < LATELY_MS ? this.last.why : null;
  }
}
