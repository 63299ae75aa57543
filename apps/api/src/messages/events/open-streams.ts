import { Injectable } from '@nestjs/common';
import { defer, finalize, type Observable } from 'rxjs';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';

/**
 * A browser's tabs share one stream. Without TLS each tab in sight has its own, and a browser keeps six connections to one
 * address at most; a stream whose browser vanished is noticed some minutes later. A person may have several browsers.
 */
export const STREAM_LIMITS = { perSession: 12, perPerson: 36, retrySeconds: 30 };

/** The event streams that this process serves. They belong to the process, so this list is kept in its memory. */
@Injectable()
export class OpenStreams {
  private readonly open = new Map<string, number>();

  /** Counts the stream while it is open; fails with `too-many-streams` before anything is sent. */
  count<Message>(actor: Actor, stream: Observable<Message>): Observable<Message> {
    return defer(() => {
      const leave = this.enter(actor);
      return stream.pipe(finalize(leave));
    });
  }

  private enter({ id, sessionId }: Actor): () => void {
    const bounds = [
      [`session ${sessionId}`, STREAM_LIMITS.perSession],
      [`person ${id}`, STREAM_LIMITS.perPerson],
    ] as const;
    for (const [key, limit] of bounds)
      if ((this.open.get(key) ?? 0) >= limit)
        throw new ProblemError('too-many-streams', { limit, seconds: STREAM_LIMITS.retrySeconds });
    for (const [key] of bounds) this.change(key, 1);
    return () => {
      for (const [key] of bounds) this.change(key, -1);
    };
  }

  private change(key: string, by: number): void {
    const count = (this.open.get(key) ?? 0) + by;
    if (count > 0) this.open.set(key, count);
    else this.open.delete(key);
  }
}
