import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventLog } from '../../messages/events/event-log.js';
import { EventReaders } from '../../messages/events/event-readers.js';

/** Tells browsers that show someone's quota that it has changed. Changes of usage are told by the events of the VMs. */
@Injectable()
export class QuotaEvents implements OnModuleInit {
  constructor(
    private readonly log: EventLog,
    private readonly readers: EventReaders,
  ) {}

  onModuleInit(): void {
    this.readers.register('quota', async ({ subjectId }) => () => ({ userId: subjectId }));
  }

  async record(tx: EntityManager, userIds: readonly string[]): Promise<void> {
    for (const userId of userIds)
      await this.log.record(tx, { kind: 'quota', subjectId: userId, ownerId: userId });
  }
}
