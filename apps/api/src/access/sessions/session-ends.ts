import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { DataSource, In, type EntityManager } from 'typeorm';
import { Notifications } from '../../foundation/database/notifications.js';
import { SessionEntity } from './session.entity.js';
import { aliveIn } from './session-rules.js';

const CHANNEL = 'vmm_session_ended';

/** Tells every API process that a session has ended, so that what it left open there closes at once. */
@Injectable()
export class SessionEnds implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(SessionEnds.name);
  private readonly watchers = new Map<string, Set<Subscriber<void>>>();
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly notifications: Notifications,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.stops.push(
      this.notifications.listen(CHANNEL, (sessionId) => this.emitTo(sessionId)),
      // For sessions that ended while there was no connection.
      this.notifications.onReconnected(() => this.check([...this.watchers.keys()])),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
  }

  /** Emits once and completes when the session ends, or has ended already. */
  of(sessionId: string): Observable<void> {
    return new Observable((subscriber) => {
      const watchers = this.watchers.get(sessionId) ?? new Set();
      this.watchers.set(sessionId, watchers.add(subscriber));
      // It may have ended between its check and now.
      this.check([sessionId]);
      return () => {
        if (watchers.delete(subscriber) && watchers.size === 0) this.watchers.delete(sessionId);
      };
    });
  }

  /** Closes what expired sessions left open here. Nothing announces that a session expires, and its row may stay for a while. */
  async closeExpired(): Promise<void> {
    const ended = await this.endedOf([...this.watchers.keys()]);
    for (const sessionId of ended) this.emitTo(sessionId);
  }

  async announce(sessionId: string, tx: EntityManager): Promise<void> {
    await this.notifications.notify(CHANNEL, sessionId, tx);
  }

  private check(sessionIds: string[]): void {
    this.endedOf(sessionIds).then(
      (ended) => ended.forEach((sessionId) => this.emitTo(sessionId)),
      (error: unknown) => this.logger.warn(error),
    );
  }

  private async endedOf(sessionIds: string[]): Promise<string[]> {
    if (sessionIds.length === 0) return [];
    const sessions = this.dataSource.getRepository(SessionEntity);
    const now = new Date();
    const alive = [aliveIn.browser(now), aliveIn.token(now)].map((where) => ({
      ...where,
      id: In(sessionIds),
    }));
    const living = await sessions.find({ where: alive, select: { id: true } });
    const livingIds = new Set(living.map(({ id }) => id));
    return sessionIds.filter((id) => !livingIds.has(id));
  }

  private emitTo(sessionId: string): void {
    for (const subscriber of [...(this.watchers.get(sessionId) ?? [])]) {
      subscriber.next();
      subscriber.complete();
    }
  }
}
