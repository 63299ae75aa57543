import { Injectable } from '@nestjs/common';
import type { ConsoleMode, VmViewer } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { EventLog } from '../events/event-log.js';
import { ConsoleViewerEntity } from './console-viewer.entity.js';
import { VmEntity } from './vm.entity.js';

/** Whoever was not seen for so long left with their process. */
const FORGOTTEN_AFTER_MS = 60_000;

/** Who has which VM's console open, in all processes: whose VM it is sees who watches. */
@Injectable()
export class ConsoleViewers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
  ) {}

  async enter(
    viewer: { id: string; vmId: string; userId: string; mode: ConsoleMode },
    now = new Date(),
  ): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.insert(ConsoleViewerEntity, { ...viewer, seenAt: now });
      await this.tell(tx, viewer.vmId);
    });
  }

  async leave(id: string, vmId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { affected } = await tx.delete(ConsoleViewerEntity, { id });
      if (affected) await this.tell(tx, vmId);
    });
  }

  async stillThere(ids: readonly string[], now = new Date()): Promise<void> {
    if (ids.length > 0)
      await this.dataSource.getRepository(ConsoleViewerEntity).update([...ids], { seenAt: now });
  }

  /** Those whose process was killed. */
  async forgetLost(now = new Date()): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const lost = await tx
        .createQueryBuilder()
        .delete()
        .from(ConsoleViewerEntity)
        .where('seen_at < :since', { since: new Date(now.getTime() - FORGOTTEN_AFTER_MS) })
        .returning(['vmId'])
        .execute();
      for (const { vm_id: vmId } of lost.raw as { vm_id: string }[]) await this.tell(tx, vmId);
    });
  }

  /** By VM; those that nobody looks at are left out. */
  async of(vmIds: readonly string[], now = new Date()): Promise<Map<string, VmViewer[]>> {
    const rows = await this.dataSource
      .getRepository(ConsoleViewerEntity)
      .createQueryBuilder('viewer')
      .innerJoinAndSelect('viewer.user', 'user')
      .where('viewer.vmId = ANY(:vmIds)', { vmIds })
      .andWhere('viewer.seenAt > :since', { since: new Date(now.getTime() - FORGOTTEN_AFTER_MS) })
      .orderBy('user.displayName')
      .getMany();
    const viewers = new Map<string, VmViewer[]>();
    for (const { vmId, mode, user } of rows) {
      const known = viewers.get(vmId) ?? [];
      viewers.set(vmId, [...known, { id: user.id, displayName: user.displayName, mode }]);
    }
    return viewers;
  }

  private async tell(tx: EntityManager, vmId: string): Promise<void> {
    const vm = await tx.findOne(VmEntity, { where: { id: vmId }, select: { id: true, ownerId: true } });
    if (vm) await this.events.record(tx, { kind: 'vm', subjectId: vm.id, ownerId: vm.ownerId });
  }
}
