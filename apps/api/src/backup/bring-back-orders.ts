import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../access/audit-writing/audit-writer.js';
import type { Actor } from '../access/identity/actor.js';
import { UserEntity } from '../access/identity/user.entity.js';
import { ProblemError } from '../foundation/problems/problem-error.js';
import { JobOrders } from '../jobs/job-orders.js';
import { Placements } from '../machines/placement/placements.js';
import { unlessNameTaken } from '../machines/vms/name-taken.js';
import { VmRecord } from '../machines/vms/vm-record.js';
import { ofVm } from '../machines/vms/vm-subject.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import { BackupFolder, type Kept } from './backup-folder.js';
import { broughtBackVm } from './brought-back-vm.js';

/** Gives a machine of a backup back as a new VM of its owner: the record and the job that does it, in one transaction. */
@Injectable()
export class BringBackOrders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly folder: BackupFolder,
    private readonly placements: Placements,
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
    private readonly audit: AuditWriter,
  ) {}

  /** Resolves with the new VM's id; rejects with `quota-exceeded` when its owner may have no other. */
  async place(actor: Actor, { backup, copy }: Kept): Promise<string> {
    const { manager } = this.dataSource;
    const owner = await manager.findOneBy(UserEntity, { id: copy.vm.ownerId });
    if (!owner) throw new ProblemError('not-found');
    const candidates = await this.placements.find();
    const made = await broughtBackVm(manager, copy, owner, this.folder.dayOf(copy));
    const vm = { ...made, state: 'queued' as const, problem: null };
    await unlessNameTaken(vm.name, () =>
      this.dataSource.transaction(async (tx) => {
        const placement = await candidates.choose(tx, vm);
        const placed = { ...vm, host: placement.host };
        await tx.insert(VmEntity, placed);
        await placement.reserve(tx, placed);
        const input = { backup, vmId: copy.vm.id };
        const job = await this.jobs.create(tx, {
          ...ofVm(placed),
          ...{ actorId: actor.id, kind: 'bring-back', input },
        });
        const inserted = await this.record.lock(tx, vm.id);
        if (inserted) await this.record.change(tx, inserted, { jobId: job.id });
        await this.audit.record(tx, actor, {
          action: 'vm.bring-back',
          object: { id: vm.id, name: vm.name },
          ownerId: owner.id,
          details: { ...input, jobId: job.id },
        });
      }),
    );
    return vm.id;
  }
}
