import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { TemplateEvents } from '../vm-templates/template-events.js';
import { WeeklyBakeEntity } from './weekly-bake.entity.js';

/** Writes what is chosen, and that it was. */
@Injectable()
export class BakeRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: TemplateEvents,
    private readonly audit: AuditWriter,
  ) {}

  async setWeekly(actor: Actor, object: { id: string; name: string }, weekly: boolean): Promise<void> {
    const row = { templateId: object.id };
    await this.dataSource.transaction(async (tx) => {
      if (weekly) await tx.upsert(WeeklyBakeEntity, row, ['templateId']);
      else await tx.delete(WeeklyBakeEntity, row);
      await this.events.record(tx);
      await this.audit.record(tx, actor, { action: 'template.bake-weekly', object, details: { weekly } });
    });
  }
}
