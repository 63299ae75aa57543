import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Histogram } from 'prom-client';
import { Subject, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { Notifications } from '../../foundation/database/notifications.js';
import { Metrics } from '../../foundation/metrics/metrics.js';
import { Routines } from '../../foundation/database/routines.js';
import { EVENT_CHANNEL } from './event-log.js';
import { eventsFor } from './event-visibility.js';
import { EventReaders, type EventText } from './event-readers.js';
import { EventEntity } from './event.entity.js';

export interface LiveEvent {
  event: EventEntity;
  text: EventText;
}

/** Ids are given before their transactions commit, so a higher id may appear first: look back by this many. */
const LOOK_BACK = 100;
const LOG_PIECES_AT_MOST = 2_000;
const LOG_BYTES_AT_MOST = 2 * 1024 * 1024;
const KEPT_MS = 3600_000;
const PRUNE_EVERY_MS = 300_000;

/** The events of the whole installation as they are committed, read once for all streams of this process. */
@Injectable()
export class LiveEvents implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(LiveEvents.name);
  private readonly subject = new Subject<LiveEvent>();
  private readonly gap = new Subject<void>();
  private readonly stops: (() => void)[] = [];
  /** One after the other: a stream must not see an older state after a newer one. */
  private reading: Promise<void> = Promise.resolve();
  private readonly lag: Histogram;

  readonly live: Observable<LiveEvent> = this.subject.asObservable();
  /** Emits when events may be missing: streams then end, and browsers come back and ask for what they missed. */
  readonly gaps: Observable<void> = this.gap.asObservable();

  constructor(
    private readonly dataSource: DataSource,
    private readonly notifications: Notifications,
    private readonly routines: Routines,
    private readonly readers: EventReaders,
    metrics: Metrics,
  ) {
    this.lag = metrics.histogram(
      'vmm_event_lag_seconds',
      'From the change of something to its event in the streams of this process.',
      [],
      [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    );
  }

  onModuleInit(): void {
    this.stops.push(
      this.notifications.listen(EVENT_CHANNEL, (id) => {
        this.reading = this.reading
          .then(() => this.emit(id))
          .catch((error: unknown) => this.logger.error(error));
      }),
      this.notifications.onReconnected(() => this.gap.next()),
    );
    const when = { everyMs: PRUNE_EVERY_MS, atOnce: false, byAge: true };
    this.routines.start(LiveEvents.name, when, () => this.prune());
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
    this.subject.complete();
  }

  /**
   * The events that this actor missed since the last one they saw; some may come twice. Of a VM and of a job only the last event,
   * as each holds the whole state; of logs only the newest pieces, so that the answer stays small.
   */
  async since(actor: Actor, lastId: number): Promise<LiveEvent[]> {
    const { where, parameters } = eventsFor(actor, 'event');
    const events = () =>
      this.dataSource
        .getRepository(EventEntity)
        .createQueryBuilder('event')
        .where('event.id > :after', { after: Math.max(0, lastId - LOOK_BACK) })
        .andWhere(where, parameters);
    const states = await events()
      .andWhere("event.kind <> 'log'")
      .distinctOn(['event.kind', 'event.subjectId'])
      .orderBy({ 'event.kind': 'ASC', 'event.subjectId': 'ASC', 'event.id': 'DESC' })
      .getMany();
    const newestPieces = events()
      .select('event.id', 'id')
      // With each piece, how much it is together with all newer ones.
      .addSelect('sum(octet_length(event.body::text)) OVER (ORDER BY event.id DESC)', 'bytes')
      .andWhere("event.kind = 'log'")
      .orderBy('event.id', 'DESC')
      .limit(LOG_PIECES_AT_MOST);
    const log = await this.dataSource
      .getRepository(EventEntity)
      .createQueryBuilder('piece')
      .innerJoin(`(${newestPieces.getQuery()})`, 'newest', 'newest.id = piece.id')
      .setParameters(newestPieces.getParameters())
      .where('coalesce(newest.bytes, 0) <= :bytesAtMost', { bytesAtMost: LOG_BYTES_AT_MOST })
      .getMany();
    const missed: LiveEvent[] = [];
    for (const event of [...states, ...log].sort((one, other) => Number(one.id) - Number(other.id))) {
      const text = await this.readers.read(event);
      if (text) missed.push({ event, text });
    }
    return missed;
  }

  private async emit(id: string): Promise<void> {
    if (!this.subject.observed) return;
    const event = await this.dataSource.getRepository(EventEntity).findOneBy({ id });
    const text = event && (await this.readers.read(event));
    if (!event || !text) return;
    this.lag.observe(Math.max(0, Date.now() - event.createdAt.getTime()) / 1000);
    this.subject.next({ event, text });
  }

  /** All at once: there are many, and a stream that comes back needs those of the last hour only. */
  private async prune(): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .delete()
      .from(EventEntity)
      .where('created_at < :before', { before: new Date(Date.now() - KEPT_MS) })
      .execute();
  }
}
