import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventLog } from '../../messages/events/event-log.js';
import { EventReaders } from '../../messages/events/event-readers.js';

/** Events are about something with an id; this one is about all templates. */
const ALL_OF_THEM = '00000000-0000-0000-0000-000000000000';

/** Tells everyone to ask anew; what each of them sees then is decided when they ask. */
@Injectable()
export class TemplateEvents implements OnModuleInit {
  constructor(
    private readonly log: EventLog,
    private readonly readers: EventReaders,
  ) {}

  onModuleInit(): void {
    this.readers.register('template', async () => () => ({}));
  }

  async record(tx: EntityManager): Promise<void> {
    await this.log.record(tx, { kind: 'template', subjectId: ALL_OF_THEM, ownerId: null });
  }
}
