import { Inject, Injectable } from '@nestjs/common';
import { type ClearingReason, waitsInBin } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter, type AuditedActor } from '../../access/audit-writing/audit-writer.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { Placements } from '../placement/placements.js';
import { unlessNameTaken } from './name-taken.js';
import { VmRecord } from './vm-record.js';
import { ofVm, vmSubject } from './vm-subject.js';
import type { VmEntity } from './vm.entity.js';

const DAY_MS = 24 * 3600_000;

/** Puts VMs into the bin, takes them out, and deletes for good what is in it. The caller has checked that they may. */
@Injectable()
export class BinOrders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
    private readonly placements: Placements,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Whether a deletion of this VM leads into the bin. */
  takes({ state }: VmEntity): boolean {
    return this.environment.binDays > 0 && waitsInBin(state);
  }

  /** In the transaction of the deletion, with the VM's row locked. From now on it counts its disk alone, and its name is free.
   * `actor` is null when a rule says so, for that `reason`. */
  async put(
    tx: EntityManager,
    actor: AuditedActor | null,
    vm: VmEntity,
    {
      operationId,
      reason,
      now = new Date(),
    }: { operationId?: string | undefined; reason?: ClearingReason; now?: Date } = {},
  ): Promise<void> {
    const goneAt = new Date(now.getTime() + this.environment.binDays * DAY_MS);
    await this.jobs.cancelAll(tx, vmSubject(vm.id));
    const jobId = await this.orderSwitchOff(tx, vm, {
      actorId: actor?.id ?? null,
      ...(operationId && { operationId }),
    });
    const isOff = vm.state === 'stopped' || (vm.state === 'suspended' && vm.problem === null);
    await this.record.change(tx, vm, {
      ...{ goneAt, jobId, problem: null, binWarned: false },
      nameKey: `bin:${vm.id}`,
      state: isOff ? vm.state : 'stopping',
    });
    await this.audit.record(tx, actor, {
      action: 'vm.delete',
      object: { id: vm.id, name: vm.name },
      ownerId: vm.ownerId,
      details: { jobId, goneAt: goneAt.toISOString(), ...(reason && { reason }) },
    });
  }

  /** Rejects with `not-found`, `quota-exceeded`, `name-taken` or `not-possible-now`. */
  async restore(actor: AuditedActor, vmId: string): Promise<void> {
    const found = await this.record.find(vmId);
    if (!found) throw new ProblemError('not-found');
    const placement = await this.placements.of(found);
    await unlessNameTaken(found.name, () =>
      this.dataSource.transaction(async (tx) => {
        const vm = await this.lockInBin(tx, vmId);
        if (!vm) throw new ProblemError('not-found');
        if (vm.state === 'deleting')
          throw new ProblemError('not-possible-now', { action: 'restore-from-bin', state: vm.state });
        await placement.reserve(tx, { ...vm, goneAt: null });
        // It need not be switched off any more; if it is by then, it is found so.
        await this.jobs.cancelAll(tx, vmSubject(vmId));
        await this.record.change(tx, vm, { goneAt: null, nameKey: vm.name.toLowerCase() });
        await this.audit.record(tx, actor, {
          action: 'vm.restore',
          object: { id: vmId, name: vm.name },
          ownerId: vm.ownerId,
        });
      }),
    );
  }

  /**
   * Through the delete job; asking again changes nothing. `actor` is null when its time is over, which is then `dueAt`: one that was
   * taken out and put back in meanwhile stays.
   */
  async deleteForGood(actor: AuditedActor | null, vmId: string, dueAt?: Date): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.lockInBin(tx, vmId);
      if (!vm?.goneAt || vm.state === 'deleting' || (dueAt && vm.goneAt > dueAt)) return;
      await this.jobs.cancelAll(tx, vmSubject(vmId));
      const actorId = actor?.id ?? null;
      const { id: jobId } = await this.jobs.create(tx, { ...ofVm(vm), actorId, kind: 'delete' });
      await this.record.change(tx, vm, { state: 'deleting', problem: null, jobId });
      await this.audit.record(tx, actor, {
        action: 'vm.delete',
        object: { id: vmId, name: vm.name },
        ownerId: vm.ownerId,
        details: { jobId, forGood: true },
      });
    });
  }

  /** One in the bin that runs all the same: its job failed, or somebody started it behind our back. */
  async switchOffAgain(vmId: string): Promise<void> {
    const seen = await this.record.find(vmId);
    // A host that cannot be asked cannot be told anything either: its time comes when it is back.
    if (!seen || !runsIn(seen) || (await this.record.powerIfKnown(vmId)) === null) return;
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.lockInBin(tx, vmId);
      if (!vm || !runsIn(vm) || (await this.jobs.isBusy(tx, vmSubject(vmId)))) return;
      const jobId = await this.orderSwitchOff(tx, vm, { actorId: null });
      await this.record.change(tx, vm, { state: 'stopping', problem: null, jobId });
    });
  }

  private async orderSwitchOff(
    tx: EntityManager,
    vm: VmEntity,
    by: { actorId: string | null; operationId?: string },
  ): Promise<string> {
    return (await this.jobs.create(tx, { ...ofVm(vm), ...by, kind: 'bin' })).id;
  }

  private async lockInBin(tx: EntityManager, vmId: string): Promise<VmEntity | null> {
    const vm = await this.record.lock(tx, vmId);
    return vm?.goneAt ? vm : null;
  }
}

/** Paused or stalled, it still holds its memory. */
const runsIn = ({ state, problem }: VmEntity): boolean =>
  !['stopped', 'failed', 'deleting'].includes(state) && (state !== 'suspended' || problem !== null);
