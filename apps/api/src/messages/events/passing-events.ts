import { Injectable, type MessageEvent, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { EventData, EventKind } from '@vm-manager/contracts';
import { filter, map, Subject, type Observable } from 'rxjs';
import type * as z from 'zod';
import { Notifications } from '../../foundation/database/notifications.js';

const CHANNEL = 'vmm_passing_event';
/** A notification holds 7,999 bytes, and each of these is 39 of them. */
const PEOPLE_AT_A_TIME = 100;

interface PassingEvent {
  kind: EventKind;
  people: string[];
  content: object;
}

/** What is worth nothing a moment later: told to some people's open streams, whichever process has them, and kept nowhere. */
@Injectable()
export class PassingEvents implements OnModuleInit, OnModuleDestroy {
  private readonly told = new Subject<PassingEvent>();
  private stop: (() => void) | undefined;

  constructor(private readonly notifications: Notifications) {}

  onModuleInit(): void {
    this.stop = this.notifications.listen(CHANNEL, (text) =>
      this.told.next(JSON.parse(text) as PassingEvent),
    );
  }

  onModuleDestroy(): void {
    this.stop?.();
    this.told.complete();
  }

  async tell<K extends EventKind>(
    kind: K,
    people: readonly string[],
    content: z.infer<(typeof EventData)[K]>,
  ): Promise<void> {
    for (let at = 0; at < people.length; at += PEOPLE_AT_A_TIME) {
      const event: PassingEvent = { kind, people: people.slice(at, at + PEOPLE_AT_A_TIME), content };
      await this.notifications.notify(CHANNEL, JSON.stringify(event));
    }
  }

  to(userId: string): Observable<MessageEvent> {
    return this.told.pipe(
      filter(({ people }) => people.includes(userId)),
      map(({ kind, content }) => ({ type: kind, data: content })),
    );
  }
}
