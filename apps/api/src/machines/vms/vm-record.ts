import { Injectable } from '@nestjs/common';
import type { VmAction } from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { EventLog } from '../../messages/events/event-log.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { Hosts } from '../../hosts/hosts.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { KeptDiskEntity } from '../kept-disks/kept-disk.entity.js';
import { QuotaLedger } from '../quotas/quota-ledger.js';
import { actionsNow } from './actions-now.js';
import { settledState } from './settled-state.js';
import { VmEntity } from './vm.entity.js';
import { vmSubject } from './vm-subject.js';

/** What may be written of a VM once it exists; its owner, group and template stay. */
type Writable = Partial<
  Omit<VmEntity, 'id' | 'ownerId' | 'owner' | 'groupId' | 'group' | 'templateId' | 'job'>
>;

/** A machine that is off has the size that it is going to start with. */
const WHAT_WAITED = {
  vcpus: () => 'COALESCE(next_vcpus, vcpus)',
  memoryMiB: () => 'COALESCE(next_memory_mib, memory_mib)',
  nextVcpus: null,
  nextMemoryMiB: null,
};

/** What a VM may change without being charged anew. */
const FREE_OF_CHARGE: ReadonlySet<string> = new Set([
  ...['jobId', 'ipAddress', 'evaluationEndsAt', 'name', 'nameKey', 'binWarned'],
]);

/** Called in the transaction that removes the VM's record, with its row locked. */
type BeforeRemoval = (tx: EntityManager, vmId: string) => Promise<void>;

/** Writes to the VMs' records; every change is charged, and pushed to whoever may see the VM. */
@Injectable()
export class VmRecord {
  private readonly beforeRemovals: BeforeRemoval[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly jobs: JobOrders,
    private readonly hosts: Hosts,
    private readonly ledger: QuotaLedger,
  ) {}

  find(vmId: string, tx: EntityManager = this.dataSource.manager): Promise<VmEntity | null> {
    return tx.findOneBy(VmEntity, { id: vmId });
  }

  /** The VM's row, locked until the transaction ends. */
  lock(tx: EntityManager, vmId: string): Promise<VmEntity | null> {
    return tx.findOne(VmEntity, { where: { id: vmId }, lock: { mode: 'pessimistic_write' } });
  }

  /** The same for somebody who asks something of it: rejects with `not-found`, also for one in the bin. */
  async lockAsked(tx: EntityManager, vmId: string): Promise<VmEntity> {
    const vm = await this.lock(tx, vmId);
    if (!vm || vm.goneAt) throw new ProblemError('not-found');
    return vm;
  }

  /** Rejects with `not-possible-now` when that cannot be asked of a VM whose row is locked. */
  async checkAction(tx: EntityManager, vm: VmEntity, action: VmAction): Promise<void> {
    const busy = await this.jobs.isBusy(tx, vmSubject(vm.id));
    if (!actionsNow(vm, busy).includes(action))
      throw new ProblemError('not-possible-now', { action, state: vm.state });
  }

  async change(tx: EntityManager, vm: VmEntity, change: Writable): Promise<void> {
    const isOff = change.state === 'stopped' || change.state === 'failed';
    await tx.update(VmEntity, { id: vm.id }, isOff ? { ...WHAT_WAITED, ...change } : change);
    if (Object.keys(change).some((column) => !FREE_OF_CHARGE.has(column))) {
      // As it is now: `vm` may be what was read before.
      const current = await this.find(vm.id, tx);
      if (current) await this.ledger.follow(tx, current);
    }
    await this.recordEvent(tx, vm);
  }

  /** Other features say here what of theirs goes with a VM. */
  beforeRemoval(does: BeforeRemoval): void {
    this.beforeRemovals.push(does);
  }

  async remove(tx: EntityManager, vm: VmEntity): Promise<void> {
    for (const does of this.beforeRemovals) await does(tx, vm.id);
    await tx.delete(VmEntity, { id: vm.id });
    await tx.delete(KeptDiskEntity, { vmId: vm.id });
    await this.ledger.release(tx, vm.id);
    await this.recordEvent(tx, vm);
  }

  /**
   * The group goes: what was charged to it stays its owners', and is charged to none. Lock VMs first, then the group, as a start
   * does. Resolves with how many they were.
   */
  async leaveGroup(tx: EntityManager, groupId: string): Promise<number> {
    const lock = { mode: 'pessimistic_write' } as const;
    const vms = await tx.find(VmEntity, { where: { groupId }, order: { id: 'ASC' }, lock });
    if (vms.length === 0) return 0;
    await tx.update(VmEntity, { id: In(vms.map(({ id }) => id)) }, { groupId: null });
    await this.ledger.leaveGroup(tx, groupId);
    for (const vm of vms) await this.recordEvent(tx, vm);
    return vms.length;
  }

  /** Brings the record in line with the hypervisor. */
  async follow(vmId: string): Promise<void> {
    let isUpToDate = false;
    while (!isUpToDate) {
      const seen = await this.find(vmId);
      if (!seen) return;
      const power = await this.powerOf(seen);
      isUpToDate = await this.dataSource.transaction(async (tx) => {
        const vm = await this.lock(tx, vmId);
        // If the VM was started or stopped since libvirt was asked, the answer is out of date. To follow it would free the quota
        // of a VM that runs.
        if (vm && (vm.state !== seen.state || vm.jobId !== seen.jobId)) return false;
        await this.followPower(tx, vmId, power);
        return true;
      });
    }
  }

  async followPower(tx: EntityManager, vmId: string, power: Power): Promise<void> {
    const vm = await this.lock(tx, vmId);
    if (!vm) return;
    const settled = settledState(vm, power, await this.jobs.isBusy(tx, vmSubject(vmId)));
    if (settled.state !== vm.state || settled.problem?.code !== vm.problem?.code)
      await this.change(tx, vm, settled);
  }

  /** When its last job has ended, other actions are possible, and sizes that waited are there or wait for the next start. */
  private async tellOfRest(tx: EntityManager, vmId: string): Promise<void> {
    const vm = await this.find(vmId, tx);
    if (vm) await this.recordEvent(tx, vm);
  }

  /** After a job. While libvirt cannot be asked the record stays; being connected again brings it in line. */
  async followAfterJob(vmId: string): Promise<(tx: EntityManager) => Promise<void>> {
    const power = await this.powerIfKnown(vmId);
    return async (tx) => {
      if (power) await this.followPower(tx, vmId, power);
      await this.tellOfRest(tx, vmId);
    };
  }

  /** Null while its host cannot be asked, or when there is no such VM. */
  async powerIfKnown(vmId: string): Promise<Power | null> {
    const vm = await this.find(vmId);
    if (!vm) return null;
    return this.powerOf(vm).catch((error: unknown) => {
      if (error instanceof ProblemError && error.code === 'libvirt-unavailable') return null;
      throw error;
    });
  }

  private async powerOf({ id, host }: VmEntity): Promise<Power> {
    return this.hosts.of(host).machines.powerOf(id);
  }

  private async recordEvent(tx: EntityManager, vm: VmEntity): Promise<void> {
    await this.events.record(tx, { kind: 'vm', subjectId: vm.id, ownerId: vm.ownerId });
  }
}
