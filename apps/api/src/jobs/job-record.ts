import { Injectable } from '@nestjs/common';
import { declarationOf, type JobResult, type JobStep } from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { AuditWriter } from '../access/audit-writing/audit-writer.js';
import { EventLog } from '../messages/events/event-log.js';
import type { JobOutcome } from './job-plan.js';
import { belongingOf } from './job-subject.js';
import { ACTIVE_JOB_STATES, JobEntity } from './job.entity.js';
import type { StoredProblem } from './stored-problem.js';

/** How long the secrets of a job that failed wait for another try. */
const KEEP_SECRETS_MS = 24 * 3600_000;

interface JobEnd {
  outcome: JobOutcome;
  problem: StoredProblem | null;
  steps: JobStep[];
  result: JobResult | null;
  keepsSecrets: boolean;
  /** What the subject is called in the audit log. */
  subjectName: string;
}

type JobChange = Partial<
  Pick<JobEntity, 'state' | 'steps' | 'progress' | 'startedAt' | 'result' | 'cancelRequestedAt'>
>;

/** Writes to the jobs' records; every change is pushed to whoever may see it. */
@Injectable()
export class JobRecord {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly audit: AuditWriter,
  ) {}

  find(jobId: string): Promise<JobEntity | null> {
    return this.dataSource.getRepository(JobEntity).findOneBy({ id: jobId });
  }

  async change(job: JobEntity, change: JobChange, tx?: EntityManager): Promise<void> {
    if (!tx) return this.dataSource.transaction((own) => this.change(job, change, own));
    Object.assign(job, change);
    await tx.update(JobEntity, { id: job.id }, change);
    await this.events.record(tx, { kind: 'job', subjectId: job.id, ...belongingOf(job) });
  }

  /** Ends the job once; resolves with false when another run of it has. */
  async finish(tx: EntityManager, job: JobEntity, end: JobEnd): Promise<boolean> {
    const finishedAt = new Date();
    const isKept = end.keepsSecrets && job.sealedSecrets !== null;
    const change = {
      state: end.outcome,
      problem: end.problem,
      steps: end.steps,
      result: end.result,
      progress: end.outcome === 'succeeded' ? 100 : job.progress,
      finishedAt,
      sealedSecrets: isKept ? job.sealedSecrets : null,
      secretsExpireAt: isKept ? new Date(finishedAt.getTime() + KEEP_SECRETS_MS) : null,
    };
    const ended = await tx.update(JobEntity, { id: job.id, state: In([...ACTIVE_JOB_STATES]) }, change);
    if (ended.affected === 0) return false;
    Object.assign(job, change);
    await this.events.record(tx, { kind: 'job', subjectId: job.id, ...belongingOf(job) });
    if (end.outcome === 'failed') await this.auditFailure(tx, job, end.subjectName);
    return true;
  }

  private async auditFailure(
    tx: EntityManager,
    { id, subjectId, ownerId, actorId, kind, problem }: JobEntity,
    name: string,
  ) {
    await this.audit.record(tx, await this.audit.actorOf(tx, actorId), {
      action: declarationOf(kind).audit,
      object: { id: subjectId, name },
      ownerId,
      outcome: 'failed',
      details: { jobId: id, problem: problem?.code },
    });
  }
}
