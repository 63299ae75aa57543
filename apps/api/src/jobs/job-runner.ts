import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { JobResult, JobStep } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { AdvisoryLocks } from '../foundation/database/advisory-locks.js';
import { isDatabaseDown } from '../foundation/database/database-down.js';
import { Cancellations } from './cancellations.js';
import { JobExecution } from './job-execution.js';
import type { JobOutcome, JobPlan } from './job-plan.js';
import { JobPlans } from './job-plans.js';
import { JobQueue } from './job-queue.js';
import { JobRecord } from './job-record.js';
import { keyOf } from './job-subject.js';
import { JobTurns } from './job-turns.js';
import { SlotLine } from './slot-line.js';
import { ACTIVE_JOB_STATES, type JobEntity, type StoredProblem } from './job.entity.js';
import { storedProblem } from './stored-problem.js';

/** Takes jobs from the queue and brings each to its end: done, failed with a reason, or cancelled. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRunner.name);
  private readonly line = new SlotLine();

  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: JobQueue,
    private readonly locks: AdvisoryLocks,
    private readonly plans: JobPlans,
    private readonly cancellations: Cancellations,
    private readonly record: JobRecord,
    private readonly turns: JobTurns,
    private readonly execution: JobExecution,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.work((jobId) => this.handle(jobId));
  }

  /** What runs here goes on in another process, or in this one's next life. */
  async beforeApplicationShutdown(): Promise<void> {
    this.cancellations.interruptAll();
    await this.queue.stop();
  }

  private async handle(jobId: string): Promise<void> {
    const { controller, release } = this.cancellations.watch(jobId);
    try {
      const job = await this.record.find(jobId);
      if (!job || !ACTIVE_JOB_STATES.includes(job.state)) return;
      const plan = this.plans.planFor(job.kind);
      const work = () =>
        this.inSlot(plan, controller.signal, () => this.underSubjectLock(job, plan, controller.signal));
      // Shows to the other processes that this one is at it, waiting for its turn included.
      await this.locks.hold(workerLock(jobId), controller.signal, work).catch(async (error: unknown) => {
        // Cancelled while it waited for its turn.
        if (controller.signal.reason !== 'cancelled' || error !== 'cancelled') throw error;
        await this.end(job, plan, 'cancelled', null, job.result);
      });
    } finally {
      release();
    }
  }

  /** A worker that was taken for dead may still be running: it is the lock on the subject that keeps two workers apart. */
  private underSubjectLock({ id, ...subject }: JobEntity, plan: JobPlan, signal: AbortSignal): Promise<void> {
    return this.locks.hold(keyOf(subject), signal, async (lost) => {
      const current = await this.record.find(id);
      if (current && ACTIVE_JOB_STATES.includes(current.state))
        await this.perform(current, plan, AbortSignal.any([signal, lost]));
    });
  }

  private async inSlot(plan: JobPlan, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    if (!plan.heavy) return work();
    const slots = Array.from({ length: this.environment.jobsPerHost }, (_, slot) => `heavy-job:${slot}`);
    const leave = await this.line.enter(signal);
    await this.locks
      .hold(slots, signal, () => {
        leave();
        return work();
      })
      .finally(leave);
  }

  private async perform(job: JobEntity, plan: JobPlan, signal: AbortSignal): Promise<void> {
    if (job.cancelRequestedAt) return this.end(job, plan, 'cancelled', null, job.result);
    await this.dataSource.transaction(async (tx) => {
      await this.record.change(job, { state: 'running', startedAt: job.startedAt ?? new Date() }, tx);
      if (plan.heavy) await this.turns.tell(tx);
    });
    let result: JobResult | null;
    try {
      result = await this.execution.run(job, plan, signal);
    } catch (error) {
      if (isDatabaseDown(error) || (signal.aborted && signal.reason !== 'cancelled')) throw error;
      if (signal.aborted) return this.end(job, plan, 'cancelled', null, job.result);
      const problem = storedProblem(error);
      if (!problem) this.logger.error(error, `Job ${job.id} (${job.kind})`);
      return this.end(job, plan, 'failed', problem ?? { code: 'internal-error', params: {} }, job.result);
    }
    await this.end(job, plan, 'succeeded', null, result);
  }

  private async end(
    job: JobEntity,
    plan: JobPlan,
    outcome: JobOutcome,
    problem: StoredProblem | null,
    result: JobResult | null,
  ): Promise<void> {
    // Whatever has to be asked of the host is asked before anything is locked.
    const settle = await plan.settle(job, outcome);
    await this.dataSource.transaction(async (tx) => {
      const subject = await plan.lock(tx, job);
      const end = {
        outcome,
        problem,
        steps: closed(job.steps),
        result,
        keepsSecrets: outcome === 'failed' && subject !== null && plan.keepsSecrets === true,
        subjectName: subject?.name ?? job.subjectId,
      };
      if (!(await this.record.finish(tx, job, end))) return;
      await settle(tx);
      // Those after one that was called off while it waited move up.
      if (plan.heavy) await this.turns.tell(tx);
    });
  }
}

/** What a worker holds from taking a job to its end. */
export const workerLock = (jobId: string) => `worker-of:${jobId}`;

/** A finished job has no running step. */
const closed = (steps: readonly JobStep[]): JobStep[] =>
  steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' } : step));
