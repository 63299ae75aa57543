import type { JobInput, JobKind, JobResult, JobSecrets, JobSubject, StepName } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { JobEntity } from './job.entity.js';

/** What a step is given. Every step looks at the real state first, as it may run again after a kill. */
export interface StepContext<Input = JobInput, Secrets = JobSecrets> {
  readonly jobId: string;
  readonly subject: JobSubject;
  /** Whose the subject is; null when it is nobody's. */
  readonly ownerId: string | null;
  /** The name of the host on which the subject is; null when it is on none. */
  readonly host: string | null;
  readonly startedAt: Date;
  readonly input: Input;
  /** Unsealed for this run only. */
  readonly secrets: Secrets;
  /** Aborts when the job is cancelled or the process stops. */
  readonly signal: AbortSignal;
  log(line: string): void;
  /** How far the step is, 0 to 1. */
  progress(share: number): void;
  /** Adds to what the job reports in the end. */
  result(part: JobResult): void;
}

export interface StepPlan<Context = StepContext> {
  /** Usual duration in seconds: the weight in the progress, and the first estimate. */
  seconds: number;
  /** Whether it is this step that takes longer for some subjects: a first boot of Windows. One in a plan at most. */
  varies?: boolean;
  run(context: Context): Promise<void | 'skipped'>;
}

export type JobOutcome = 'succeeded' | 'failed' | 'cancelled';

/** How one kind of job is done. What everyone has to know of it, the order of its steps too, is declared in contracts. */
export interface JobPlan<
  Kind extends JobKind = JobKind,
  Context = StepContext<JobInput<Kind>, JobSecrets<Kind>>,
> {
  kind: Kind;
  steps: Record<StepName<Kind>, StepPlan<Context>>;
  /** After a failure and before it is recorded: takes back what the steps did. */
  rollBack?(context: Context): Promise<void>;
  /**
   * Locks the subject's record, as everyone does before they touch its jobs. Resolves with its name, or with null when it is
   * gone.
   */
  lock(tx: EntityManager, job: JobEntity): Promise<{ name: string } | null>;
  /**
   * Called after the last step and before any lock: the place for questions to a host. Resolves with the change of
   * the subject's record, which is made in the transaction that ends the job.
   */
  settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>>;
}

/** The plan of any one kind. */
export type AnyJobPlan = { [Kind in JobKind]: JobPlan<Kind> }[JobKind];
