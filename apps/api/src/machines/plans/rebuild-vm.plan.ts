import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { JobOutcome } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { CreateVmPlan } from './create-vm.plan.js';
import { VmRemoval } from './vm-removal.js';
import type { VmPlan, VmStepContext, VmSteps } from './vm-plan.js';

/** Another machine for the same VM: what is left of the old one goes first, its disk above all. */
@Injectable()
export class RebuildVmPlan implements VmPlan<'rebuild'> {
  readonly kind = 'rebuild';
  readonly steps: VmSteps<'rebuild'>;

  constructor(
    private readonly create: CreateVmPlan,
    private readonly removal: VmRemoval,
  ) {
    this.steps = {
      'stop-work': { seconds: 1, run: ({ host, vmId }) => this.removal.stopWork(host, vmId) },
      'remove-machine': { seconds: 2, run: ({ host, vmId }) => this.removal.removeMachine(host, vmId) },
      'remove-disks': { seconds: 1, run: ({ host, vmId }) => this.removal.removeDisks(host, vmId) },
      ...create.steps,
    };
  }

  rollBack(context: VmStepContext<'rebuild'>): Promise<void> {
    return this.create.rollBack(context);
  }

  settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    return this.create.settle(job, outcome);
  }
}
