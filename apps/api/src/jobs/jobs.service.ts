import { Injectable } from '@nestjs/common';
import { declarationOf, type Job, type JobSubject } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditLog } from '../access/audit/audit-log.js';
import type { Actor } from '../access/identity/actor.js';
import { mayReach, type Permission } from '../access/identity/permissions.js';
import { ProblemError } from '../foundation/problems/problem-error.js';
import { JobLog } from './job-log.js';
import { Jobs } from './jobs.js';
import { JobPlans } from './job-plans.js';
import { JobTurns } from './job-turns.js';
import { belongingOf, columnsOf } from './job-subject.js';
import { ACTIVE_JOB_STATES, JobEntity } from './job.entity.js';
import { toJob } from './job.mapper.js';

const LISTED = 50;

/** What a person may read of jobs, and calling one off. */
@Injectable()
export class JobsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: JobLog,
    private readonly jobs: Jobs,
    private readonly plans: JobPlans,
    private readonly turns: JobTurns,
    private readonly audit: AuditLog,
  ) {}

  async show(actor: Actor, jobId: string): Promise<Job> {
    const job = await this.findFor(actor, 'see-vms', jobId);
    return toJob(job, actor.language, (await this.turns.of([job])).get(job.id));
  }

  /** The subject's jobs, newest first. The caller has checked that this person may see the subject. */
  async listOf(actor: Actor, subject: JobSubject): Promise<Job[]> {
    const jobs = await this.dataSource
      .getRepository(JobEntity)
      .find({ where: columnsOf(subject), order: { createdAt: 'DESC' }, take: LISTED });
    const turns = await this.turns.of(jobs);
    return jobs.map((job) => toJob(job, actor.language, turns.get(job.id)));
  }

  async logOf(actor: Actor, jobId: string): Promise<string> {
    const { id } = await this.findFor(actor, 'see-vms', jobId);
    return this.log.textOf(id);
  }

  async cancel(actor: Actor, jobId: string): Promise<Job> {
    const job = await this.findFor(actor, 'operate-vms', jobId);
    if (!ACTIVE_JOB_STATES.includes(job.state))
      throw new ProblemError('not-possible-now', { action: 'cancel' });
    if (declarationOf(job.kind).runsToItsEnd)
      throw new ProblemError('not-possible-now', { action: 'cancel-deletion' });
    await this.dataSource.transaction(async (tx) => {
      const subject = await this.plans.planFor(job.kind).lock(tx, job);
      await this.jobs.cancel(tx, job);
      await this.audit.record(tx, actor, {
        action: `${job.subjectKind}.cancel-job`,
        object: { id: job.subjectId, name: subject?.name ?? job.subjectId },
        ownerId: job.ownerId,
        details: { jobId: job.id, kind: job.kind },
      });
    });
    return toJob(job, actor.language);
  }

  private async findFor(actor: Actor, permission: Permission, jobId: string): Promise<JobEntity> {
    const job = await this.dataSource.getRepository(JobEntity).findOneBy({ id: jobId });
    if (!job) throw new ProblemError('not-found');
    const { id, kind: name, ownerId } = job;
    if (!(await mayReach(this.dataSource.manager, actor, permission, belongingOf(job))))
      throw new ProblemError('not-found', {}, { withheld: { id, name, ownerId } });
    return job;
  }
}
