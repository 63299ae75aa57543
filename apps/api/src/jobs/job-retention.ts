import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { AdvisoryLocks } from '../database/advisory-locks.js';

const EVERY_MS = 3600_000;
const DAY_MS = 24 * 3600_000;

/**
 * Takes finished jobs away with their logs after VMM_JOB_DAYS, in one process at a time. Each VM's last one stays: it is
 * how "deleted" is told from "never was".
 */
@Injectable()
export class JobRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(JobRetention.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
    void this.run();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Never rejects: what cannot be done now is for the next time. */
  run(now = new Date()): Promise<void> {
    return (this.running = this.running.then(async () => {
      await this.locks
        .holdIfFree('job-retention', () => this.removeOld(now))
        .catch((error: unknown) => this.logger.warn(error));
    }));
  }

  private async removeOld(now: Date): Promise<void> {
    const olderThan = new Date(now.getTime() - this.environment.jobDays * DAY_MS);
    await this.dataSource.query(
      `WITH gone AS (
         DELETE FROM jobs old
          WHERE old.finished_at < $1
            AND EXISTS (SELECT FROM jobs later WHERE later.vm_id = old.vm_id AND later.created_at > old.created_at)
          RETURNING id
       )
       DELETE FROM job_log WHERE job_id IN (SELECT id FROM gone)`,
      [olderThan],
    );
  }
}
