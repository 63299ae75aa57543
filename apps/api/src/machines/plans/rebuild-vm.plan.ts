import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { JobOutcome, JobPlan, StepContext, StepPlan } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { CreateVmPlan } from './create-vm.plan.js';
import { VmRemoval } from './vm-removal.js';
import { onVm } from './vm-step.js';

/** Another machine for the same VM: what is left of the old one goes first, its disk above all. */
@Injectable()
export class RebuildVmPlan implements JobPlan {
  readonly kind = 'rebuild';
  readonly heavy = true;
  readonly keepsSecrets = true;
  readonly steps: readonly StepPlan[];

  constructor(
    private readonly create: CreateVmPlan,
    private readonly removal: VmRemoval,
  ) {
    this.steps = [
      { name: 'stop-work', seconds: 1, run: onVm(({ vmId }) => this.removal.stopWork(vmId)) },
      { name: 'remove-machine', seconds: 2, run: onVm(({ vmId }) => this.removal.removeMachine(vmId)) },
      { name: 'remove-disks', seconds: 1, run: onVm(({ vmId }) => this.removal.removeDisks(vmId)) },
      ...create.steps,
    ];
  }

  rollBack(context: StepContext): Promise<void> {
    return this.create.rollBack(context);
  }

  lock(tx: EntityManager, job: JobEntity): Promise<{ name: string } | null> {
    return this.create.lock(tx, job);
  }

  settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    return this.create.settle(job, outcome);
  }
}
