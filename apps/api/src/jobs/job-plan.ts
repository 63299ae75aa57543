import type { JobKind, JobResult, JobSubject } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { JobEntity } from './job.entity.js';

/** What a step works with. Steps look at the real state first: any of them may run again after a kill. */
export interface StepContext {
  readonly jobId: string;
  readonly subject: JobSubject;
  /** Whose the subject is; null when it is nobody's. */
  readonly ownerId: string | null;
  readonly startedAt: Date;
  readonly input: Record<string, string>;
  /** Unsealed for this run only. */
  readonly secrets: Record<string, string>;
  /** Aborts when the job is cancelled or the process stops. */
  readonly signal: AbortSignal;
  log(line: string): void;
  /** How far the step is, 0 to 1. */
  progress(share: number): void;
  /** Adds to what the job reports in the end. */
  result(part: JobResult): void;
}

export interface StepPlan {
  name: string;
  /** Usual duration in seconds: the weight in the progress, and the first estimate. */
  seconds: number;
  run(context: StepContext): Promise<void | 'skipped'>;
}

export type JobOutcome = 'succeeded' | 'failed' | 'cancelled';

/** How one kind of job is done. */
export interface JobPlan {
  kind: JobKind;
  /** Counts against the number of heavy jobs that a host takes at once. */
  heavy: boolean;
  /** When it fails its secrets stay for a day, so that it can be tried again without asking for them. */
  keepsSecrets?: boolean;
  steps: readonly StepPlan[];
  /** After a failure and before it is recorded: takes back what the steps did. */
  rollBack?(context: StepContext): Promise<void>;
  /**
   * Locks the subject's record, as everyone does before they touch its jobs. Resolves with its name, or with null when it is
   * gone.
   */
  lock(tx: EntityManager, job: JobEntity): Promise<{ name: string } | null>;
  /**
   * Called after the last step, before anything is locked: whatever has to be asked of a host is asked now. Resolves with what
   * is then written of the subject, in the transaction that ends the job.
   */
  settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>>;
}
