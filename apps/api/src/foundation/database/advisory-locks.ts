import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Client, type QueryResult } from 'pg';
import { DatabaseConnection } from './database-connection.js';

const RETRY_MS = 200;

/**
 * Mutual exclusion between all API processes on this database: PostgreSQL frees a lock when the process that holds it
 * dies. All locks of a process stand on one connection; if that breaks, `signal` of every holder aborts.
 */
@Injectable()
export class AdvisoryLocks implements OnApplicationShutdown {
  private readonly logger = new Logger(AdvisoryLocks.name);
  // A session may take its own lock twice, so what this process holds has to be known here too.
  private readonly held = new Map<string, AbortController>();
  private session: Promise<Client> | undefined;
  private lastAnswer: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly connection: DatabaseConnection) {}

  /** Waits for one of the keys, then works under it. Rejects with the signal's reason when that aborts first. */
  async hold<T>(
    keys: string | readonly string[],
    signal: AbortSignal,
    work: (lost: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const wanted = typeof keys === 'string' ? [keys] : keys;
    for (;;) {
      signal.throwIfAborted();
      for (const key of wanted) {
        const lost = await this.take(key);
        if (lost) return this.workUnder(key, lost, work);
      }
      await pause(RETRY_MS, signal);
    }
  }

  /** Works under the key when it is free now; resolves with undefined otherwise. */
  async holdIfFree<T>(key: string, work: (lost: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const lost = await this.take(key);
    return lost ? this.workUnder(key, lost, work) : undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await (await this.session?.catch(() => undefined))?.end();
  }

  private async workUnder<T>(
    key: string,
    lost: AbortController,
    work: (lost: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(lost.signal);
    } finally {
      await this.release(key, lost);
    }
  }

  private async take(key: string): Promise<AbortController | undefined> {
    if (this.held.has(key)) return undefined;
    const lost = new AbortController();
    this.held.set(key, lost);
    try {
      const session = await this.open();
      const { rows } = await this.ask<{ taken: boolean }>(
        session,
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
        key,
      );
      if (rows[0]?.taken) return lost;
      this.forget(key, lost);
      return undefined;
    } catch (error) {
      this.forget(key, lost);
      throw error;
    }
  }

  private async release(key: string, lost: AbortController): Promise<void> {
    if (this.held.get(key) !== lost) return;
    // Freed in the database first: before that, no one in this process may take it for free.
    if (!lost.signal.aborted) {
      const session = await this.open();
      await this.ask(session, 'SELECT pg_advisory_unlock(hashtextextended($1, 0))', key);
    }
    this.forget(key, lost);
  }

  /** One query at a time: pg's own queue for several on one connection is deprecated. */
  private ask<Row extends object>(session: Client, text: string, key: string): Promise<QueryResult<Row>> {
    const answer = this.lastAnswer.then(() => session.query<Row>(text, [key]));
    this.lastAnswer = answer.catch(() => undefined);
    return answer;
  }

  /** Only while the connection is the same: after a broken one, another process may hold the key already. */
  private forget(key: string, lost: AbortController): void {
    if (this.held.get(key) === lost) this.held.delete(key);
  }

  private open(): Promise<Client> {
    if (this.closed) return Promise.reject(new Error('The process is stopping.'));
    return (this.session ??= this.connect());
  }

  private connect(): Promise<Client> {
    const client = new Client({ ...this.connection.clientConfig, application_name: 'vmm-locks' });
    const session = client.connect().then(() => client);
    const broken = (error?: Error) => {
      // A connection may report its end twice, and late, when the locks are held on a new one already.
      if (this.closed || this.session !== session) return;
      this.session = undefined;
      if (error) this.logger.error(error);
      for (const [key, lost] of this.held) {
        this.held.delete(key);
        lost.abort(new Error('The connection that held the lock is gone.'));
      }
    };
    client.on('error', broken);
    client.on('end', () => broken());
    session.catch(() => broken());
    return session;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const over = () => resolve();
  const timer = setTimeout(over, ms);
  signal.addEventListener('abort', over, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', over);
}
