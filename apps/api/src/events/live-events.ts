import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import { DataSource, MoreThan } from 'typeorm';
import { Notifications } from '../database/notifications.js';
import { EVENT_CHANNEL } from './event-log.js';
import { EventReaders, type EventText } from './event-readers.js';
import { EventEntity } from './event.entity.js';

export interface LiveEvent {
  event: EventEntity;
  text: EventText;
}

/** An identity is drawn before its transaction ends, so a later one may be seen first: look back a little. */
const LOOK_BACK = 100;
const MISSED_AT_MOST = 2_000;
const KEPT_MS = 3600_000;
const PRUNE_EVERY_MS = 300_000;

/** The events of the whole installation as they are committed, read once for all streams of this process. */
@Injectable()
export class LiveEvents implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(LiveEvents.name);
  private readonly subject = new Subject<LiveEvent>();
  private stopListening: (() => void) | undefined;
  private pruning: NodeJS.Timeout | undefined;
  /** One after the other: a stream must not see an older state after a newer one. */
  private reading: Promise<void> = Promise.resolve();

  readonly live: Observable<LiveEvent> = this.subject.asObservable();

  constructor(
    private readonly dataSource: DataSource,
    private readonly notifications: Notifications,
    private readonly readers: EventReaders,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.notifications.listen(EVENT_CHANNEL, (id) => {
      this.reading = this.reading
        .then(() => this.emit(id))
        .catch((error: unknown) => this.logger.error(error));
    });
    this.pruning = setInterval(() => void this.prune(), PRUNE_EVERY_MS);
  }

  onModuleDestroy(): void {
    this.stopListening?.();
    clearInterval(this.pruning);
    this.subject.complete();
  }

  /** What a reader missed since the event it saw last; the same may come twice. */
  async since(lastId: number): Promise<LiveEvent[]> {
    const events = await this.dataSource.getRepository(EventEntity).find({
      where: { id: MoreThan(String(Math.max(0, lastId - LOOK_BACK))) },
      order: { id: 'ASC' },
      take: MISSED_AT_MOST,
    });
    const missed: LiveEvent[] = [];
    for (const event of events) {
      const text = await this.readers.read(event);
      if (text) missed.push({ event, text });
    }
    return missed;
  }

  private async emit(id: string): Promise<void> {
    if (!this.subject.observed) return;
    const event = await this.dataSource.getRepository(EventEntity).findOneBy({ id });
    const text = event && (await this.readers.read(event));
    if (event && text) this.subject.next({ event, text });
  }

  private async prune(): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .delete()
      .from(EventEntity)
      .where('created_at < :before', { before: new Date(Date.now() - KEPT_MS) })
      .execute()
      .catch((error: unknown) => this.logger.warn(error));
  }
}
