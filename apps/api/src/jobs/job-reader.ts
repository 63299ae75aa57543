import { Injectable } from '@nestjs/common';
import type { Job, JobKind, JobSubject } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../access/identity/actor.js';
import { mayReach, type Permission } from '../access/identity/permissions.js';
import { ProblemError } from '../foundation/problems/problem-error.js';
import { JobLog } from './job-log.js';
import { JobTurns } from './job-turns.js';
import { belongingOf, columnsOf } from './job-subject.js';
import { JobEntity } from './job.entity.js';
import { toJob } from './job.mapper.js';

const LISTED = 50;

/** Jobs, for the person who asks. */
@Injectable()
export class JobReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: JobLog,
    private readonly turns: JobTurns,
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

  /** The subject's newest job of a kind; null when there is none. The caller has checked, as for `listOf`. */
  async lastOf(actor: Actor, subject: JobSubject, kind: JobKind): Promise<Job | null> {
    const job = await this.dataSource
      .getRepository(JobEntity)
      .findOne({ where: { ...columnsOf(subject), kind }, order: { createdAt: 'DESC' } });
    return job && toJob(job, actor.language, (await this.turns.of([job])).get(job.id));
  }

  async logOf(actor: Actor, jobId: string): Promise<string> {
    const { id } = await this.findFor(actor, 'see-vms', jobId);
    return this.log.textOf(id);
  }

  /** Rejects with `not-found` for a job that this person may not see, as for one that does not exist. */
  async findFor(actor: Actor, permission: Permission, jobId: string): Promise<JobEntity> {
    const job = await this.dataSource.getRepository(JobEntity).findOneBy({ id: jobId });
    if (!job) throw new ProblemError('not-found');
    const { id, kind: name, ownerId } = job;
    if (!(await mayReach(this.dataSource.manager, actor, permission, belongingOf(job))))
      throw new ProblemError('not-found', {}, { withheld: { id, name, ownerId } });
    return job;
  }
}
