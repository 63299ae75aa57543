import { Injectable, Logger } from '@nestjs/common';
import { Sessions } from '../../access/sessions/sessions.js';

const NOTED_EVERY = 60_000;

/** Somebody who only types into a console uses the portal, too: their session must not run out. */
@Injectable()
export class ConsoleUse {
  private readonly logger = new Logger(ConsoleUse.name);

  constructor(private readonly sessions: Sessions) {}

  /** To be called at each input; writes at most once a minute. */
  recorderFor(sessionId: string, clock: () => number = Date.now): () => void {
    let noted = -Infinity;
    return () => {
      const now = clock();
      if (now - noted < NOTED_EVERY) return;
      noted = now;
      this.sessions.touch(sessionId, new Date(now)).catch((error: unknown) => this.logger.warn(error));
    };
  }
}
