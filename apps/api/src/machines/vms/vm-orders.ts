import { Injectable } from '@nestjs/common';
import { overtakes, stateDuring, type PlainAction } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter, type AuditedActor } from '../../access/audit-writing/audit-writer.js';
import { JobOrders, type Given } from '../../jobs/job-orders.js';
import { type Placement, Placements } from '../placement/placements.js';
import { BinOrders } from './bin-orders.js';
import { VmRecord } from './vm-record.js';
import { ofVm, vmSubject } from './vm-subject.js';
import type { VmEntity } from './vm.entity.js';

type OrderedKind = PlainAction | 'set-password' | 'make-restore-point' | 'revert' | 'delete-restore-point';

export type VmOrder = Given<OrderedKind> & { vmId: string; operationId?: string };

/** What belongs into the transaction in which a job is ordered, done first; the VM's row is locked. */
export type AlsoDone = (tx: EntityManager, vm: VmEntity) => Promise<void>;

/** Creates the jobs for what people ask of a VM that exists. The caller has checked that they may, or does in `also`. */
@Injectable()
export class VmOrders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
    private readonly placements: Placements,
    private readonly audit: AuditWriter,
    private readonly bin: BinOrders,
  ) {}

  /**
   * Decides on the row as it is in this transaction: of two who ask at once, the second sees what the first did. `also` is
   * done in the same transaction, before anything is said of the VM. Rejects with `not-found`, `not-possible-now` or `quota-exceeded`.
   */
  async place(
    actor: AuditedActor,
    { vmId, ...asked }: VmOrder,
    also: AlsoDone = async () => undefined,
  ): Promise<void> {
    const { kind, input } = asked;
    const during = stateDuring(kind);
    const placement = during === 'starting' ? await this.placementOf(vmId) : null;
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lockAsked(tx, vmId);
      await also(tx, vm);
      // Asking again changes nothing.
      if (kind === 'delete' && vm.state === 'deleting') return;
      await this.record.checkAction(tx, vm, kind);
      if (kind === 'delete' && this.bin.takes(vm)) return this.bin.put(tx, actor, vm, asked);
      await placement?.reserve(tx, { ...vm, state: 'starting' });
      if (overtakes(kind)) await this.jobs.cancelAll(tx, vmSubject(vmId));
      const job = await this.jobs.create(tx, {
        ...ofVm(vm),
        ...{ actorId: actor.id, ...asked },
      });
      const state = during ?? vm.state;
      // A problem belongs to the state that the VM leaves now. If it is still there afterwards, it will be found again.
      await this.record.change(tx, vm, {
        state,
        ...(state !== vm.state && { problem: null }),
        jobId: job.id,
      });
      await this.audit.record(tx, actor, {
        action: `vm.${kind}`,
        object: { id: vmId, name: vm.name },
        ownerId: vm.ownerId,
        details: { ...input, jobId: job.id },
      });
    });
  }

  private async placementOf(vmId: string): Promise<Placement | null> {
    const vm = await this.record.find(vmId);
    return vm && this.placements.of(vm);
  }
}
