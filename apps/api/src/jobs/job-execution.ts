import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  declarationOf,
  type JobInput,
  type JobResult,
  type JobSecrets,
  type JobStep,
} from '@vm-manager/contracts';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { Sealing } from '../foundation/config/sealing.js';
import { isDatabaseDown } from '../foundation/database/database-down.js';
import { JobLog } from './job-log.js';
import type { StepContext } from './job-plan.js';
import type { NamedStep, OrderedPlan } from './job-plan-registry.js';
import { progressOf, shareByTime } from './job-progress.js';
import { JobRecord } from './job-record.js';
import { subjectOf } from './job-subject.js';
import type { JobEntity } from './job.entity.js';
import { storedProblem } from './stored-problem.js';

/** By what this log and the API's are read together. */
const headOf = ({ id, kind, requestId }: JobEntity) =>
  `Job ${id} (${kind})${requestId ? `, request ${requestId}` : ''}`;

export const SECRETS_PURPOSE = 'job-secrets';
const PROGRESS_EVERY_MS = 500;
const TIME_PASSES_EVERY_MS = 1000;

/** Runs the steps of one job that are not done yet, and keeps its record and log up to date meanwhile. */
@Injectable()
export class JobExecution {
  private readonly logger = new Logger(JobExecution.name);

  constructor(
    private readonly record: JobRecord,
    private readonly jobLog: JobLog,
    private readonly sealing: Sealing,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Resolves with the job's result; rejects with what a step rejected with, after the plan's roll-back. */
  async run(job: JobEntity, plan: OrderedPlan, signal: AbortSignal): Promise<JobResult | null> {
    const log = await this.jobLog.writerFor(job);
    log.head(headOf(job));
    let result = job.result;
    let reportedAt = 0;
    let reported = Promise.resolve();
    const context: StepContext = {
      jobId: job.id,
      subject: subjectOf(job),
      ownerId: job.ownerId,
      host: job.host,
      startedAt: job.startedAt ?? new Date(),
      input: (declarationOf(job.kind).input?.parse(job.input) ?? {}) as JobInput,
      secrets: this.secretsOf(job),
      signal,
      log: (line) => log.line(line),
      progress: (share) => {
        const progress = progressOf(plan.steps, job.steps, { ...job, share });
        if (progress <= job.progress || performance.now() - reportedAt < PROGRESS_EVERY_MS) return;
        reportedAt = performance.now();
        job.progress = progress;
        reported = this.record.change(job, { progress }).catch((error: unknown) => this.logger.warn(error));
      },
      result: (part) => {
        result = { ...result, ...part };
      },
    };
    try {
      for (const step of plan.steps) await this.runStep(job, plan, step, context);
      return result;
    } catch (error) {
      // Without the database the failure cannot be recorded: the job is delivered again and goes on from what is there.
      if (!signal.aborted && !isDatabaseDown(error)) await this.rollBack(plan, context, error);
      throw error;
    } finally {
      // Written later it would take the place of how the job ended.
      await reported;
      await log.flush();
    }
  }

  private async runStep(
    job: JobEntity,
    plan: OrderedPlan,
    step: NamedStep,
    context: StepContext,
  ): Promise<void> {
    const index = plan.steps.indexOf(step);
    const known = job.steps[index]?.state;
    if (known === 'done' || known === 'skipped') return;
    context.signal.throwIfAborted();
    await this.mark(job, plan, index, 'running');
    this.dieHereIfTold(`${plan.kind}:${step.name}:before`);
    const end = await this.whileTimePasses(job, plan, step, context);
    this.dieHereIfTold(`${plan.kind}:${step.name}:after`);
    await this.mark(job, plan, index, end === 'skipped' ? 'skipped' : 'done');
  }

  /** A step that takes minutes for some subjects is further with each second, whatever it can say itself. */
  private async whileTimePasses(
    job: JobEntity,
    plan: OrderedPlan,
    step: NamedStep,
    context: StepContext,
  ): Promise<void | 'skipped'> {
    if (!step.varies) return step.run(context);
    const index = plan.steps.indexOf(step);
    const began = performance.now();
    const timer = setInterval(() => {
      const seconds = (performance.now() - began) / 1000;
      context.progress(shareByTime(plan.steps, index, { ...job, seconds }));
    }, TIME_PASSES_EVERY_MS).unref();
    try {
      return await step.run(context);
    } finally {
      clearInterval(timer);
    }
  }

  private async mark(
    job: JobEntity,
    plan: OrderedPlan,
    index: number,
    state: JobStep['state'],
  ): Promise<void> {
    const steps = plan.steps.map(({ name }, at) => {
      return { name, state: at === index ? state : (job.steps[at]?.state ?? 'pending') };
    });
    await this.record.change(job, {
      steps,
      progress: Math.max(job.progress, progressOf(plan.steps, steps, { ...job, share: 0 })),
    });
  }

  private async rollBack(plan: OrderedPlan, context: StepContext, cause: unknown): Promise<void> {
    const problem = storedProblem(cause);
    if (problem) context.log(`— ${problem.code}`);
    // The first error is the one to report. What cannot be taken back now is left to a later job of the subject.
    await plan.rollBack?.(context).catch((error: unknown) => this.logger.error(error));
  }

  private secretsOf({ kind, sealedSecrets }: JobEntity): JobSecrets {
    const declared = declarationOf(kind).secrets;
    if (!declared) return {};
    const text = sealedSecrets && this.sealing.open(SECRETS_PURPOSE, sealedSecrets).toString('utf8');
    return declared.parse(text && JSON.parse(text)) as JobSecrets;
  }

  /** For the kill tests: the process dies at this point, as in a power cut. */
  private dieHereIfTold(point: string): void {
    if (this.environment.testKillAt === point) process.kill(process.pid, 'SIGKILL');
  }
}
