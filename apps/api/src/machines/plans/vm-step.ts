import type { StepContext, StepPlan } from '../../jobs/job-plan.js';

/** What a step works with whose job is done on a VM. */
export interface VmStepContext extends StepContext {
  readonly vmId: string;
  readonly ownerId: string;
}

/** A step of a job that is done on a VM. */
export const onVm =
  (run: (context: VmStepContext) => ReturnType<StepPlan['run']>): StepPlan['run'] =>
  (context) =>
    run(vmContextOf(context));

export function vmContextOf(context: StepContext): VmStepContext {
  const { subject, ownerId } = context;
  if (subject.kind !== 'vm' || ownerId === null)
    throw new Error(`Job ${context.jobId} is done on a ${subject.kind}, not on a VM.`);
  return { ...context, vmId: subject.id, ownerId };
}
