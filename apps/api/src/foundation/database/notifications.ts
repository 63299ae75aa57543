import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { messageForLog } from '../logging/error-for-log.js';
import { DatabaseConnection } from './database-connection.js';

const LONGEST_PAUSE_MS = 5_000;

/**
 * Short messages between all API processes, over PostgreSQL's LISTEN and NOTIFY. They only hurry readers along: the
 * truth is in tables, as a process that was cut off has missed some and must catch up (`onReconnected`).
 */
@Injectable()
export class Notifications implements OnApplicationShutdown {
  private readonly logger = new Logger(Notifications.name);
  private readonly handlers = new Map<string, Set<(payload: string) => void>>();
  private readonly reconnectedHandlers = new Set<() => void>();
  private session: Promise<Client> | undefined;
  private lastAnswer: Promise<void> = Promise.resolve();
  private readonly closing = new AbortController();

  constructor(
    private readonly connection: DatabaseConnection,
    private readonly dataSource: DataSource,
  ) {}

  /** Messages arrive from the moment `settled` resolves. The function that is returned ends the listening. */
  listen(channel: string, handler: (payload: string) => void): () => void {
    const handlers = this.handlers.get(channel) ?? new Set();
    if (handlers.size === 0) {
      this.handlers.set(channel, handlers);
      this.send(`LISTEN ${escapeIdentifier(channel)}`);
    }
    handlers.add(handler);
    return () => {
      if (!handlers.delete(handler) || handlers.size > 0) return;
      this.handlers.delete(channel);
      this.send(`UNLISTEN ${escapeIdentifier(channel)}`);
    };
  }

  /** Calls back after a time without connection, in which messages may have been missed. */
  onReconnected(handler: () => void): () => void {
    this.reconnectedHandlers.add(handler);
    return () => this.reconnectedHandlers.delete(handler);
  }

  /** Sends to everyone, this process too; with the transaction's commit when its manager is given. At most 7999 bytes. */
  async notify(channel: string, payload: string, manager?: EntityManager): Promise<void> {
    await (manager ?? this.dataSource.manager).query('SELECT pg_notify($1, $2)', [channel, payload]);
  }

  /** Resolves when everything asked of `listen` so far is in force. */
  async settled(): Promise<void> {
    await this.ask('SELECT 1');
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    const session = await this.session?.catch(() => undefined);
    await session?.end().catch(() => undefined);
  }

  private send(command: string): void {
    // If it fails, the connection is broken, and the next connection listens to everything anew.
    this.ask(command).catch(() => undefined);
  }

  /** One after the other, as a connection answers in order and takes one query at a time. */
  private ask(command: string): Promise<void> {
    const answered = this.lastAnswer.then(async () => void (await (await this.open()).query(command)));
    this.lastAnswer = answered.catch(() => undefined);
    return answered;
  }

  private open(): Promise<Client> {
    return (this.session ??= this.connect());
  }

  /** Tries until it succeeds or the process stops. */
  private async connect(): Promise<Client> {
    for (let wait = 100; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      this.closing.signal.throwIfAborted();
      const client = new Client({ ...this.connection.clientConfig, application_name: 'vmm-notifications' });
      client.on('error', (error) => this.logger.warn(`Notifications: ${messageForLog(error)}`));
      client.on('notification', ({ channel, payload = '' }) => this.deliver(channel, payload));
      try {
        await client.connect();
        for (const channel of this.handlers.keys()) await client.query(`LISTEN ${escapeIdentifier(channel)}`);
        client.once('end', () => this.reconnect());
        return client;
      } catch {
        // The client has logged the reason already.
        await pause(wait, undefined, { signal: this.closing.signal });
      }
    }
  }

  private reconnect(): void {
    if (this.closing.signal.aborted) return;
    this.session = this.connect();
    this.session.then(
      () => this.reconnectedHandlers.forEach((handler) => this.shielded(handler)),
      () => undefined,
    );
  }

  private deliver(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) this.shielded(() => handler(payload));
  }

  private shielded(handler: () => void): void {
    try {
      handler();
    } catch (error) {
      this.logger.error(error);
    }
  }
}
