import { Injectable } from '@nestjs/common';
import type { JobInput } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Hosts } from '../../hosts/hosts.js';
import type { JobOutcome } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import { RestorePointRecord } from '../restore-points/restore-point-record.js';
import { VmRecord } from '../vms/vm-record.js';
import { MachineUpkeep } from './machine-upkeep.js';
import type { AnyVmPlan, VmStepContext } from './vm-plan.js';

/** Keeping a state of a machine, going back to it, and forgetting it. */
@Injectable()
export class RestorePointPlans {
  constructor(
    private readonly hosts: Hosts,
    private readonly points: RestorePointRecord,
    private readonly record: VmRecord,
    private readonly upkeep: MachineUpkeep,
    private readonly systems: GuestSystems,
  ) {}

  all(): AnyVmPlan[] {
    return [
      {
        kind: 'make-restore-point',
        steps: { 'make-point': { seconds: 4, run: (context) => this.make(context, context.input.pointId) } },
        settle: (job, outcome) => this.settleMaking(job, outcome),
      },
      {
        kind: 'revert',
        steps: {
          'make-point': { seconds: 4, run: (context) => this.keepPresent(context) },
          'go-back': { seconds: 4, run: (context) => this.goBack(context) },
          'start-machine': { seconds: 2, run: (context) => this.start(context) },
          'adapt-guest': { seconds: 2, run: (context) => this.adaptGuest(context) },
        },
        settle: (job, outcome) => this.settleRevert(job, outcome),
      },
      {
        kind: 'delete-restore-point',
        steps: { 'remove-point': { seconds: 2, run: (context) => this.remove(context) } },
      },
    ];
  }

  private async make({ host, vmId, signal }: VmStepContext, pointId: string): Promise<void> {
    const { isMade, withMemory } = await this.points.get(vmId, pointId);
    if (isMade) return;
    const before = await host.points.takenMiB(vmId);
    await host.points.make(vmId, pointId, { withMemory, signal });
    await this.points.finish(vmId, pointId, { before, after: await host.points.takenMiB(vmId) });
  }

  private async keepPresent(context: VmStepContext<'revert'>): Promise<'skipped' | undefined> {
    const { keepId } = context.input;
    if (keepId === undefined) return 'skipped';
    await this.make(context, keepId);
    return undefined;
  }

  private async goBack({ host, vmId, input }: VmStepContext<'revert'>): Promise<void> {
    const point = await this.points.get(vmId, input.pointId);
    await host.points.goBackTo(vmId, point.id);
    await this.points.goneBack(vmId, point);
  }

  private async start({
    host,
    vmId,
    input,
    signal,
  }: VmStepContext<'revert'>): Promise<'skipped' | undefined> {
    if (!input.start || (await host.machines.powerOf(vmId)) !== 'off') return 'skipped';
    await this.upkeep.prepareStart(host, vmId, signal);
    await host.machines.start(vmId);
    return undefined;
  }

  /** The guest has the name of then; its clock is set wherever memory was read back. One that boots finds its name by itself. */
  private async adaptGuest({ host, vmId }: VmStepContext<'revert'>): Promise<'skipped' | undefined> {
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    await this.upkeep.describe(host, vm);
    if ((await host.machines.powerOf(vmId)) !== 'running' || !(await host.guests.isAnswering(vmId)))
      return 'skipped';
    await (await this.systems.of(vm, host.guests)).setHostName(vmId, vm.name);
    return undefined;
  }

  private async settleMaking(
    job: JobEntity,
    outcome: JobOutcome,
  ): Promise<(tx: EntityManager) => Promise<void>> {
    const { pointId } = job.input as JobInput<'make-restore-point'>;
    if (outcome !== 'succeeded') await this.takeBack(job, pointId);
    return this.record.followAfterJob(job.subjectId);
  }

  /** What was reserved for the machine of then is given back when it stayed what it is: until it has gone back, a size waits. */
  private async settleRevert(
    job: JobEntity,
    outcome: JobOutcome,
  ): Promise<(tx: EntityManager) => Promise<void>> {
    const { keepId, was } = job.input as JobInput<'revert'>;
    if (outcome !== 'succeeded' && keepId !== undefined) await this.takeBack(job, keepId);
    const follow = await this.record.followAfterJob(job.subjectId);
    return async (tx) => {
      const vm = outcome === 'succeeded' ? null : await this.record.lock(tx, job.subjectId);
      if (vm && vm.nextVcpus !== null) await this.record.change(tx, vm, was);
      await follow(tx);
    };
  }

  /** Of a job that was cancelled or failed. A point that is made stays: what failed came after it. */
  private async takeBack({ host, subjectId: vmId }: JobEntity, pointId: string): Promise<void> {
    const point = await this.points.find(vmId, pointId);
    if (host === null || !point || point.isMade) return;
    await this.hosts.of(host).points.remove(vmId, pointId);
    await this.points.forget(vmId, pointId);
  }

  private async remove({ host, vmId, input }: VmStepContext<'delete-restore-point'>): Promise<void> {
    await host.points.remove(vmId, input.pointId);
    await this.points.forget(vmId, input.pointId);
  }
}
