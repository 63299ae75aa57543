import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { filter, map, Subject, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { Notifications } from '../../foundation/database/notifications.js';

const CHANNEL = 'vmm_rights_changed';

/**
 * Tells every API process that someone's rights, or others' rights over their things, may have changed: role, groups,
 * account. The message names only the person; who holds something open for them looks up their present rights.
 */
@Injectable()
export class RightsChanges implements OnModuleInit, OnModuleDestroy {
  private readonly subject = new Subject<string | null>();
  private readonly stops: (() => void)[] = [];

  constructor(private readonly notifications: Notifications) {}

  onModuleInit(): void {
    this.stops.push(
      this.notifications.listen(CHANNEL, (userId) => this.subject.next(userId)),
      // Messages may have been missed while there was no connection.
      this.notifications.onReconnected(() => this.subject.next(null)),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
    this.subject.complete();
  }

  /** Whose rights may have changed; null when it may be anyone. */
  get all(): Observable<string | null> {
    return this.subject.asObservable();
  }

  of(userId: string): Observable<void> {
    return this.subject.pipe(
      filter((whose) => whose === null || whose === userId),
      map(() => undefined),
    );
  }

  /** For one person or many; sent when the transaction commits. */
  async announce(userIds: string | readonly string[], tx: EntityManager): Promise<void> {
    const whose = [userIds].flat();
    await tx.query('SELECT pg_notify($1, id) FROM unnest($2::text[]) AS id', [CHANNEL, whose]);
  }
}
