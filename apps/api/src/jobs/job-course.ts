import { Injectable, Logger } from '@nestjs/common';
import { declarationOf, type JobResult, type JobStep } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { isDatabaseDown } from '../foundation/database/database-down.js';
import { JobExecution } from './job-execution.js';
import { JobMetrics } from './job-metrics.js';
import type { JobOutcome } from './job-plan.js';
import type { OrderedPlan } from './job-plan-registry.js';
import { JobRecord } from './job-record.js';
import { JobTurns } from './job-turns.js';
import type { JobEntity } from './job.entity.js';
import { laneOf } from './lanes.js';
import { storedProblem, type StoredProblem } from './stored-problem.js';

/** The course of one job: it begins, its steps are run, and it ends done, failed with a reason, or cancelled. */
@Injectable()
export class JobCourse {
  private readonly logger = new Logger(JobCourse.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly record: JobRecord,
    private readonly turns: JobTurns,
    private readonly execution: JobExecution,
    private readonly metrics: JobMetrics,
  ) {}

  /** Rejects when the job was interrupted and has to come again. */
  async run(job: JobEntity, plan: OrderedPlan, signal: AbortSignal): Promise<void> {
    if (job.cancelRequestedAt) return this.end(job, plan, 'cancelled');
    await this.dataSource.transaction(async (tx) => {
      await this.record.change(job, { state: 'running', startedAt: job.startedAt ?? new Date() }, tx);
      if (laneOf(job.kind) === 'heavy') await this.turns.tell(tx, job);
    });
    let result: JobResult | null;
    try {
      result = await this.execution.run(job, plan, signal);
    } catch (error) {
      if (isDatabaseDown(error) || (signal.aborted && signal.reason !== 'cancelled')) throw error;
      if (signal.aborted) return this.end(job, plan, 'cancelled');
      const problem = storedProblem(error);
      if (!problem)
        this.logger.error(error, `Job ${job.id} (${job.kind}), asked for by request ${job.requestId}`);
      return this.end(job, plan, 'failed', { problem: problem ?? { code: 'internal-error', params: {} } });
    }
    await this.end(job, plan, 'succeeded', { result });
  }

  async end(
    job: JobEntity,
    plan: OrderedPlan,
    outcome: JobOutcome,
    {
      problem = null,
      result = job.result,
    }: { problem?: StoredProblem | null; result?: JobResult | null } = {},
  ): Promise<void> {
    // Whatever has to be asked of a host is asked before anything is locked.
    const settle = await plan.settle(job, outcome);
    const isEnd = await this.dataSource.transaction(async (tx) => {
      const subject = await plan.lock(tx, job);
      const end = {
        outcome,
        problem,
        steps: closed(job.steps),
        result,
        keepsSecrets:
          outcome === 'failed' && subject !== null && declarationOf(job.kind).keepsSecrets === true,
        subjectName: subject?.name ?? job.subjectId,
      };
      if (!(await this.record.finish(tx, job, end))) return false;
      await settle(tx);
      // When one was cancelled while it waited, those after it move up.
      if (laneOf(job.kind) === 'heavy') await this.turns.tell(tx, job);
      return true;
    });
    if (isEnd) this.metrics.ended(job, outcome);
  }
}

/** A finished job has no running step. */
const closed = (steps: readonly JobStep[]): JobStep[] =>
  steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' } : step));
