import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { MachineUpkeep } from './machine-upkeep.js';
import type { VmPlan, VmStepContext, VmSteps } from './vm-plan.js';

/**
 * Gives a machine the name and size that its VM's record asks for. What a job that fails or is cancelled leaves undone is done
 * by the next such job or at the next start. `input.name` is given when the name is new.
 */
@Injectable()
export class UpdateVmPlan implements VmPlan<'update'> {
  readonly kind = 'update';
  readonly steps: VmSteps<'update'> = {
    'prepare-folder': { seconds: 1, run: (context) => this.prepareFolder(context) },
    'grow-disk': { seconds: 1, run: (context) => this.growDisk(context) },
    'resize-machine': { seconds: 1, run: (context) => this.resize(context) },
    'adapt-guest': { seconds: 3, run: (context) => this.adaptGuest(context) },
  };

  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly upkeep: MachineUpkeep,
    private readonly systems: GuestSystems,
  ) {}

  private async prepareFolder({
    host,
    vmId,
    jobId,
  }: VmStepContext<'update'>): Promise<'skipped' | undefined> {
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lock(tx, vmId);
      // If another job was under way when this one was created, the VM still shows that one.
      if (vm && vm.jobId !== jobId) await this.record.change(tx, vm, { jobId });
    });
    // Before a machine is made there is no folder either.
    if ((await host.machines.powerOf(vmId)) === 'absent') return 'skipped';
    await this.upkeep.describe(host, await this.get(vmId));
    return undefined;
  }

  private async growDisk({ host, vmId }: VmStepContext<'update'>): Promise<'skipped' | undefined> {
    const power = await host.machines.powerOf(vmId);
    if (power === 'absent' || power === 'saved') return 'skipped';
    return (await this.upkeep.growDisk(host, await this.get(vmId))) ? undefined : 'skipped';
  }

  private async resize({ host, vmId }: VmStepContext<'update'>): Promise<'skipped' | undefined> {
    const power = await host.machines.powerOf(vmId);
    // The saved memory fits only the size that the machine had when it was suspended.
    if (power === 'saved') return 'skipped';
    await this.upkeep.resize(host, await this.get(vmId), power);
    return undefined;
  }

  /** One that does not answer does the same by itself at its next boot. */
  private async adaptGuest({
    host,
    vmId,
    input,
    log,
  }: VmStepContext<'update'>): Promise<'skipped' | undefined> {
    if ((await host.machines.powerOf(vmId)) !== 'running' || !(await host.guests.isAnswering(vmId)))
      return 'skipped';
    const system = await this.systems.of(await this.get(vmId), host.guests);
    if (input.name !== undefined) await system.setHostName(vmId, input.name);
    await system.growFileSystem(vmId, log);
    return undefined;
  }

  private async get(vmId: string): Promise<VmEntity> {
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    return vm;
  }
}
