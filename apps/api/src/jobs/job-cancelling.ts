import { Injectable } from '@nestjs/common';
import { declarationOf, type Job } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../access/audit-writing/audit-writer.js';
import type { Actor } from '../access/identity/actor.js';
import { ProblemError } from '../foundation/problems/problem-error.js';
import { JobOrders } from './job-orders.js';
import { JobPlanRegistry } from './job-plan-registry.js';
import { JobReader } from './job-reader.js';
import { ACTIVE_JOB_STATES } from './job.entity.js';
import { toJob } from './job.mapper.js';

/** Cancels a job for the person who asks. */
@Injectable()
export class JobCancelling {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: JobReader,
    private readonly orders: JobOrders,
    private readonly plans: JobPlanRegistry,
    private readonly audit: AuditWriter,
  ) {}

  async cancel(actor: Actor, jobId: string): Promise<Job> {
    const job = await this.reader.findFor(actor, 'operate-vms', jobId);
    if (!ACTIVE_JOB_STATES.includes(job.state))
      throw new ProblemError('not-possible-now', { action: 'cancel' });
    if (declarationOf(job.kind).runsToItsEnd)
      throw new ProblemError('not-possible-now', { action: 'cancel-deletion' });
    await this.dataSource.transaction(async (tx) => {
      const subject = await this.plans.planFor(job.kind).lock(tx, job);
      await this.orders.cancel(tx, job);
      await this.audit.record(tx, actor, {
        action: `${job.subjectKind}.cancel-job`,
        object: { id: job.subjectId, name: subject?.name ?? job.subjectId },
        ownerId: job.ownerId,
        details: { jobId: job.id, kind: job.kind },
      });
    });
    return toJob(job, actor.language);
  }
}
