import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notifications } from '../../foundation/database/notifications.js';
import { EventEntity } from './event.entity.js';

export const EVENT_CHANNEL = 'vmm_event';

/** Records that something changed, in the same transaction; all processes are notified when it commits. */
@Injectable()
export class EventLog {
  constructor(private readonly notifications: Notifications) {}

  async record(
    tx: EntityManager,
    event: Pick<EventEntity, 'kind' | 'subjectId' | 'ownerId'> & { groupId?: string | null; body?: object },
  ): Promise<void> {
    const inserted = await tx.insert(EventEntity, {
      ...event,
      groupId: event.groupId ?? null,
      body: event.body ?? null,
    });
    await this.notifications.notify(EVENT_CHANNEL, String(inserted.identifiers[0]?.['id']), tx);
  }
}
