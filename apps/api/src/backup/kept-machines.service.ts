import { Injectable } from '@nestjs/common';
import type { BackupFolderState, BringBack, KeptMachine, KeptMachines, Vm } from '@vm-manager/contracts';
import { DataSource, In, IsNull } from 'typeorm';
import type { Actor } from '../access/identity/actor.js';
import { mayTo } from '../access/identity/permissions.js';
import { UserEntity } from '../access/identity/user.entity.js';
import { ProblemError } from '../foundation/problems/problem-error.js';
import { VmReader } from '../machines/vms/vm-reader.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import { BackupFolder, type Kept } from './backup-folder.js';
import { BringBackOrders } from './bring-back-orders.js';

/** What backups have of a VM or of all VMs of a person, and how it is given back: for those who may restore. */
@Injectable()
export class KeptMachinesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly folder: BackupFolder,
    private readonly orders: BringBackOrders,
    private readonly reader: VmReader,
  ) {}

  async ofVm(actor: Actor, vmId: string): Promise<KeptMachines> {
    return this.told(() => this.keptFor(actor, vmId));
  }

  /** VMs that are gone too. */
  async ofOwner(actor: Actor, userId: string): Promise<KeptMachines> {
    const { manager } = this.dataSource;
    const owner = await manager.findOneBy(UserEntity, { id: userId });
    if (!owner || !(await mayTo(manager, actor, 'restore-backups', userId)))
      throw new ProblemError('not-found');
    return this.told(() => this.folder.ofOwner(userId));
  }

  /** Resolves with the new VM, which is on its way. */
  async bringBack(actor: Actor, vmId: string, { backup }: BringBack): Promise<Vm> {
    const kept = await this.keptFor(actor, vmId);
    const chosen = kept.find((one) => one.backup === backup);
    if (!chosen) throw new ProblemError('backup-unusable', { reason: 'gone' });
    return this.reader.show(actor, await this.orders.place(actor, chosen));
  }

  /** Of a VM that is gone only the backups can say whose it was: while they cannot be read it is as if it had never been. */
  private async keptFor(actor: Actor, vmId: string): Promise<Kept[]> {
    if (await this.vmFor(actor, vmId)) return this.folder.ofVm(vmId);
    const kept = await this.folder.ofVm(vmId).catch((error: unknown) => {
      if (isUnusable(error)) return [];
      throw error;
    });
    await this.requireOwner(actor, kept);
    return kept;
  }

  /** Null when it is gone; rejects with `not-found` when it is out of reach. */
  private async vmFor(actor: Actor, vmId: string): Promise<VmEntity | null> {
    const isThere = await this.dataSource.manager.existsBy(VmEntity, { id: vmId, goneAt: IsNull() });
    return isThere ? this.reader.findFor(actor, 'restore-backups', vmId) : null;
  }

  private async requireOwner(actor: Actor, [newest]: readonly Kept[]): Promise<void> {
    const { manager } = this.dataSource;
    if (!newest || !(await mayTo(manager, actor, 'restore-backups', newest.copy.vm.ownerId)))
      throw new ProblemError('not-found');
  }

  private async told(read: () => Promise<Kept[]>): Promise<KeptMachines> {
    try {
      const kept = await read();
      const ids = [...new Set(kept.map(({ copy }) => copy.vm.id))];
      const there = await this.dataSource.getRepository(VmEntity).find({
        // One in the bin has no page to lead to.
        where: { id: In(ids), goneAt: IsNull() },
        select: { id: true },
      });
      const idsThere = new Set(there.map(({ id }) => id));
      const machines = kept.map((one) => toKeptMachine(one, idsThere));
      machines.sort((a, b) => b.copiedAt.localeCompare(a.copiedAt));
      return { folder: 'readable', machines };
    } catch (error) {
      if (!isUnusable(error)) throw error;
      return { folder: error.params['reason'] as BackupFolderState, machines: [] };
    }
  }
}

const isUnusable = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.code === 'backup-unusable';

function toKeptMachine(
  { backup, copy: { vm, copiedAt, images } }: Kept,
  idsThere: ReadonlySet<string>,
): KeptMachine {
  const bytes = images.reduce((sum, image) => sum + image.bytes, 0);
  return {
    ...{ backup, vmId: vm.id, name: vm.name, copiedAt, isThere: idsThere.has(vm.id) },
    kind: images.length > 1 ? 'changes' : 'complete',
    sizeMiB: Math.ceil(bytes / 2 ** 20),
  };
}
