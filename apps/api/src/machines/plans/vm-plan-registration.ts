import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Hosts } from '../../hosts/hosts.js';
import type { AnyJobPlan, JobPlan, StepContext, StepPlan } from '../../jobs/job-plan.js';
import { JobPlanRegistry } from '../../jobs/job-plan-registry.js';
import { VmRecord } from '../vms/vm-record.js';
import type { AnyVmPlan, VmPlan, VmStepContext } from './vm-plan.js';

export const VM_PLANS = Symbol('the plans for VMs');

/** Hands the plans for VMs to the job runner. */
@Injectable()
export class VmPlanRegistration implements OnModuleInit {
  constructor(
    private readonly jobPlans: JobPlanRegistry,
    private readonly record: VmRecord,
    private readonly hosts: Hosts,
    @Inject(VM_PLANS) private readonly plans: readonly AnyVmPlan[],
  ) {}

  onModuleInit(): void {
    for (const plan of this.plans) this.jobPlans.register(this.toJobPlan(plan as VmPlan) as AnyJobPlan);
  }

  private toJobPlan(plan: VmPlan): JobPlan {
    const steps = Object.entries(plan.steps).map(([name, step]): [string, StepPlan] => [
      name,
      { seconds: step.seconds, run: (context) => step.run(this.vmContextOf(context)) },
    ]);
    return {
      kind: plan.kind,
      steps: Object.fromEntries(steps) as JobPlan['steps'],
      rollBack: async (context) => plan.rollBack?.(this.vmContextOf(context)),
      lock: (tx, { subjectId }) => this.record.lock(tx, subjectId),
      settle: (job, outcome) => plan.settle?.(job, outcome) ?? this.record.followAfterJob(job.subjectId),
    };
  }

  private vmContextOf(context: StepContext): VmStepContext {
    const { subject, ownerId, host } = context;
    if (subject.kind !== 'vm' || ownerId === null || host === null)
      throw new Error(`Job ${context.jobId} is done on a ${subject.kind}, not on a VM.`);
    // Only kinds of jobs that are done on VMs have a plan here.
    return { ...(context as unknown as VmStepContext), vmId: subject.id, ownerId, host: this.hosts.of(host) };
  }
}
