import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import type { VmEntity } from '../vms/vm.entity.js';

/** Whoever watches a machine by picture after picture is seen like one at its console, and goes on record once for each watch. */
@Injectable()
export class PictureWatchers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly viewers: ConsoleViewers,
    private readonly audit: AuditWriter,
  ) {}

  async note(
    actor: Actor,
    { id, name, ownerId }: Pick<VmEntity, 'id' | 'name' | 'ownerId'>,
    now: Date,
  ): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const viewer = { id: watchId(actor.id, id), vmId: id, userId: actor.id, mode: 'view' as const };
      if (await this.viewers.look(tx, viewer, now))
        await this.audit.record(tx, actor, { action: 'console.watch', object: { id, name }, ownerId });
    });
  }
}

/** One for each watcher and machine, whichever process they ask. */
function watchId(userId: string, vmId: string): string {
  const hex = createHash('sha256').update(`${userId} ${vmId}`).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}
