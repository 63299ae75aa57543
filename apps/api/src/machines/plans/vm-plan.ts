import type { JobInput, JobSecrets, KindOn, StepName } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { Host } from '../../hosts/host.js';
import type { JobOutcome, StepContext, StepPlan } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';

export type VmJobKind = KindOn<'vm'>;

interface OnVm<Input, Secrets> extends Omit<StepContext<Input, Secrets>, 'host'> {
  readonly vmId: string;
  readonly ownerId: string;
  readonly host: Host;
}

/** What a step works with whose job is done on a VM. */
export type VmStepContext<Kind extends VmJobKind = VmJobKind> = OnVm<JobInput<Kind>, JobSecrets<Kind>>;

export type VmSteps<Kind extends VmJobKind> = Record<StepName<Kind>, StepPlan<VmStepContext<Kind>>>;

/** How one kind of job is done on a VM. */
export interface VmPlan<Kind extends VmJobKind = VmJobKind> {
  kind: Kind;
  steps: VmSteps<Kind>;
  /** After a failure and before it is recorded: takes back what the steps did. */
  rollBack?(context: VmStepContext<Kind>): Promise<void>;
  /** As `JobPlan.settle`. Without one the record follows the machine, whatever came of the job. */
  settle?(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>>;
}

/** The plan of any one kind. */
export type AnyVmPlan = { [Kind in VmJobKind]: VmPlan<Kind> }[VmJobKind];
