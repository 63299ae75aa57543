import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import type { JobOutcome } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { VmRecord } from '../vms/vm-record.js';
import { ofVm } from '../vms/vm-subject.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { MachineMaking } from './machine-making.js';
import { NewGuests } from './new-guests.js';
import { PowerPlans } from './power.plans.js';
import type { VmPlan, VmStepContext, VmSteps } from './vm-plan.js';

/** From a request to a machine that its student can log in to. Vagrant makes it; everything after goes through libvirt. */
@Injectable()
export class CreateVmPlan implements VmPlan<'create'> {
  readonly kind = 'create';
  readonly steps: VmSteps<'create'> = {
    'prepare-network': { seconds: 1, run: (context) => this.prepareNetwork(context) },
    'prepare-folder': {
      seconds: 1,
      run: async ({ host, vmId, signal }) => this.machines.prepareFolder(host, await this.vmOf(vmId), signal),
    },
    'import-box': {
      seconds: 4,
      run: async (context) =>
        (await this.machines.importBox(context.host, await this.vmOf(context.vmId), context))
          ? undefined
          : 'skipped',
    },
    'make-machine': { seconds: 50, varies: true, run: (context) => this.makeMachine(context) },
    'wait-for-guest': {
      seconds: 3,
      run: async ({ host, vmId, signal }) =>
        this.guests.waitUntilAnswering(host, await this.vmOf(vmId), signal),
    },
    'create-account': {
      seconds: 4,
      run: async ({ host, vmId, secrets, signal }) =>
        this.guests.makeAccounts(host, await this.vmOf(vmId), secrets, signal),
    },
    finish: { seconds: 1, run: (context) => this.finish(context) },
    'switch-off': { seconds: 1, run: (context) => this.switchOff(context) },
    'make-point': {
      seconds: 1,
      run: async (context) =>
        (await this.machines.keepFirstState(context.host, await this.vmOf(context.vmId), context))
          ? undefined
          : 'skipped',
    },
  };

  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly machines: MachineMaking,
    private readonly guests: NewGuests,
    private readonly power: PowerPlans,
    private readonly jobs: JobOrders,
  ) {}

  async rollBack({ host, vmId }: VmStepContext<'create'>): Promise<void> {
    const vm = await this.record.find(vmId);
    if (vm) await this.machines.undo(host, vm);
  }

  async settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    const power = outcome === 'succeeded' ? await this.record.powerIfKnown(job.subjectId) : null;
    return (tx) => this.write(tx, job, outcome, power);
  }

  private async write(
    tx: EntityManager,
    job: JobEntity,
    outcome: JobOutcome,
    power: Power | null,
  ): Promise<void> {
    const vm = await this.record.lock(tx, job.subjectId);
    // If the VM was deleted meanwhile, the delete job removes what this job has left.
    if (!vm || vm.state === 'deleting') return;
    if (outcome === 'succeeded')
      return this.record.change(tx, vm, {
        state: power === 'running' || power === null ? 'running' : 'stopped',
      });
    if (outcome === 'failed') {
      const { code: cause, params } = job.problem ?? { code: 'internal-error', params: {} };
      const problem = { code: 'creation-failed' as const, params: { ...params, cause } };
      return this.record.change(tx, vm, { state: 'failed', problem });
    }
    const removal = await this.jobs.create(tx, { ...ofVm(vm), actorId: job.actorId, kind: 'delete' });
    await this.record.change(tx, vm, { state: 'deleting', jobId: removal.id });
  }

  private async prepareNetwork({ host, vmId, signal }: VmStepContext<'create'>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lock(tx, vmId);
      if (vm?.state === 'queued') await this.record.change(tx, vm, { state: 'creating' });
    });
    await this.machines.prepareNetwork(host, await this.vmOf(vmId), signal);
  }

  private async makeMachine(context: VmStepContext<'create'>): Promise<void> {
    const vm = await this.vmOf(context.vmId);
    if (await this.machines.make(context.host, vm, context))
      await this.power.askGuestToReboot(context, await this.power.deadlineFromNow(vm));
  }

  private async finish({ host, vmId, signal }: VmStepContext<'create'>): Promise<void> {
    const vm = await this.vmOf(vmId);
    const ipAddress = await this.guests.addressOf(host, vm, signal);
    await this.dataSource.transaction((tx) => this.record.change(tx, vm, { ipAddress }));
  }

  /** Somebody may ask for a machine that is off; its accounts can only be made while it runs. */
  private async switchOff(context: VmStepContext<'create'>): Promise<'skipped' | undefined> {
    const vm = await this.vmOf(context.vmId);
    if (!vm.madeOff) return 'skipped';
    await this.power.switchOff(context, await this.power.deadlineFromNow(vm));
    return undefined;
  }

  private async vmOf(vmId: string): Promise<VmEntity> {
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    return vm;
  }
}
