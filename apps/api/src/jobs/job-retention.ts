import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { REMOVED_PER_ROUND } from '../foundation/database/remove-oldest.js';
import { Routines } from '../foundation/database/routines.js';
import { JobEntity } from './job.entity.js';

const EVERY_MS = 3600_000;
const DAY_MS = 24 * 3600_000;

/**
 * Takes finished jobs away with their logs after VMM_JOB_DAYS, in one process at a time. The last job of each subject
 * stays: by it "deleted" is told from "never was".
 */
@Injectable()
export class JobRetention implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    // Better too early than too late: every process removes secrets, even while its clock is not trusted.
    this.routines.start(`${JobRetention.name} of secrets`, { everyMs: EVERY_MS }, () => this.wipeSecrets());
    const when = { everyMs: EVERY_MS, lock: 'job-retention', byAge: true };
    this.routines.start(JobRetention.name, when, () => this.removeOld());
  }

  /** What a failed job kept for another try that has not come. */
  async wipeSecrets(now = new Date()): Promise<void> {
    await this.dataSource
      .getRepository(JobEntity)
      .update({ secretsExpireAt: LessThan(now) }, { sealedSecrets: null, secretsExpireAt: null });
  }

  async removeOld(now = new Date()): Promise<void> {
    const olderThan = new Date(now.getTime() - this.environment.jobDays * DAY_MS);
    await this.dataSource.query(
      `WITH gone AS (
         DELETE FROM jobs WHERE id IN (
           SELECT id FROM jobs old
            WHERE old.finished_at < $1
              AND EXISTS (SELECT FROM jobs later
                           WHERE later.subject_kind = old.subject_kind AND later.subject_id = old.subject_id
                             AND later.created_at > old.created_at)
            ORDER BY old.finished_at LIMIT $2)
          RETURNING id
       )
       DELETE FROM job_log WHERE job_id IN (SELECT id FROM gone)`,
      [olderThan, REMOVED_PER_ROUND],
    );
  }
}
