import { Injectable } from '@nestjs/common';
import type { JobInput } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { JobOrders } from '../../jobs/job-orders.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { MEMORY_PIECE_MIB } from '../../hosts/libvirt/hardware.js';
import type { Placement } from '../placement/placements.js';
import { wantedSizeOf, type VmSize } from './vm-size.js';
import { VmRecord } from './vm-record.js';
import type { VmEntity } from './vm.entity.js';
import { ofVm, vmSubject } from './vm-subject.js';

/** Called in the transaction in which somebody chooses another size, before it is reserved, with the VM's row locked. */
type BeforeChoice = (tx: EntityManager, vm: VmEntity, size: VmSize) => Promise<void>;

/** A machine that runs, or is about to. */
const UP: ReadonlySet<VmEntity['state']> = new Set(['creating', 'starting', 'running', 'stopping'] as const);

/**
 * The sizes that VMs are to have. The record holds the wanted size, whatever the machine is doing; a job brings the
 * machine to it, and so does every start. Call with the VM's row locked.
 */
@Injectable()
export class SizeOrders {
  private readonly beforeChoices: BeforeChoice[] = [];

  constructor(
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
  ) {}

  /**
   * Orders the size, also of a VM that a job is at: it waits for its turn. A disk only grows. Can be repeated. Resolves with
   * when it is expected to be there; rejects with `quota-exceeded`. `actorId` is null when the portal itself orders.
   */
  async order(
    tx: EntityManager,
    vm: VmEntity,
    size: VmSize,
    { actorId, placement, now = new Date() }: { actorId: string | null; placement: Placement; now?: Date },
  ): Promise<'now' | 'at-next-start'> {
    if (vm.state === 'deleting') return 'now';
    if (await this.want(tx, vm, size, placement, now)) await this.placeUpdate(tx, vm, actorId);
    return expectedTime(vm, size);
  }

  /** Features register here what they have to change when somebody chooses another size. */
  beforeChoice(does: BeforeChoice): void {
    this.beforeChoices.push(does);
  }

  /** What a VM's owner, or somebody for them, makes of its size. */
  async choose(tx: EntityManager, vm: VmEntity, size: VmSize, placement: Placement): Promise<void> {
    for (const does of this.beforeChoices) await does(tx, vm, size);
    await this.want(tx, vm, size, placement, new Date());
  }

  /** Writes down what is wanted; resolves with whether that is anything new. */
  async want(
    tx: EntityManager,
    vm: VmEntity,
    size: VmSize,
    placement: Placement,
    now: Date,
  ): Promise<boolean> {
    const wanted = wantedSizeOf(vm);
    const diskGiB = Math.max(vm.diskGiB, size.diskGiB);
    if (wanted.vcpus === size.vcpus && wanted.memoryMiB === size.memoryMiB && diskGiB === vm.diskGiB)
      return false;
    const change = {
      diskGiB,
      nextVcpus: size.vcpus === vm.vcpus ? null : size.vcpus,
      nextMemoryMiB: size.memoryMiB === vm.memoryMiB ? null : size.memoryMiB,
    };
    await placement.reserve(tx, { ...vm, ...change }, now);
    await this.record.change(tx, vm, change);
    return true;
  }

  /** A job that brings the machine to what the record says. */
  async placeUpdate(
    tx: EntityManager,
    vm: VmEntity,
    actorId: string | null,
    input: JobInput<'update'> = {},
  ): Promise<JobEntity> {
    const isBusy = await this.jobs.isBusy(tx, vmSubject(vm.id));
    const job = await this.jobs.create(tx, { ...ofVm(vm), actorId, kind: 'update', input });
    // What is under way is what one wants to see; this job shows itself when its turn comes.
    if (!isBusy) await this.record.change(tx, vm, { jobId: job.id });
    return job;
  }
}

/** More is plugged in while the machine runs, less waits until it is off. What really happened stands in the record later. */
function expectedTime(vm: VmEntity, { vcpus, memoryMiB }: VmSize): 'now' | 'at-next-start' {
  const more = memoryMiB - vm.memoryMiB;
  if (vcpus === vm.vcpus && more === 0) return 'now';
  if (vm.state === 'suspended') return 'at-next-start';
  const takesIt = vcpus >= vm.vcpus && more >= 0 && more % MEMORY_PIECE_MIB === 0;
  return !UP.has(vm.state) || takesIt ? 'now' : 'at-next-start';
}
