import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { AdvisoryLocks } from '../foundation/database/advisory-locks.js';
import { SKEW_MS } from '../foundation/database/lately.js';
import { Routines } from '../foundation/database/routines.js';
import { JobQueue } from './job-queue.js';
import { workerLock } from './worker-locks.js';
import { ACTIVE_JOB_STATES, JobEntity } from './job.entity.js';

const EVERY_MS = 1_000;
const MISSED_EVERY_MS = 60_000;
/** Between taking a job from the queue and taking its lock. */
const GRACE_MS = 1_500;

/**
 * Finds jobs whose worker has died and has them delivered again, within seconds. A living worker holds the lock of its job;
 * pg-boss alone would notice only after several missed heartbeats.
 */
@Injectable()
export class OrphanedJobs implements OnApplicationBootstrap {
  private readonly logger = new Logger(OrphanedJobs.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly routines: Routines,
    private readonly queue: JobQueue,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start(OrphanedJobs.name, { everyMs: EVERY_MS, atOnce: false }, (signal) =>
      this.look(signal),
    );
    const missed = { everyMs: MISSED_EVERY_MS, lock: 'missed-jobs' };
    this.routines.start(`${OrphanedJobs.name} that the queue does not deliver`, missed, async () => {
      await this.queue.bringForward();
      await this.sendAgainWhatIsLost();
    });
  }

  /** Such as after a backup was restored. */
  private async sendAgainWhatIsLost(): Promise<void> {
    const active = await this.dataSource
      .getRepository(JobEntity)
      .find({ where: { state: In([...ACTIVE_JOB_STATES]) }, order: { createdAt: 'ASC' } });
    for (const job of await this.queue.lost(active))
      await this.dataSource.transaction((tx) => this.queue.sendAgain(tx, job));
  }

  private async look(signal: AbortSignal): Promise<void> {
    const deliveries = await this.queue.deliveries();
    const active = await this.dataSource.getRepository(JobEntity).find({
      where: { id: In(deliveries.map(({ jobId }) => jobId)), state: In([...ACTIVE_JOB_STATES]) },
      select: { id: true },
    });
    const underWay = new Set(active.map(({ id }) => id));
    for (const delivery of deliveries) {
      if (signal.aborted) return;
      if (!underWay.has(delivery.jobId)) continue;
      const since = Date.now() - delivery.startedAt.getTime();
      // A start in the future was written while the clock was wrong.
      if (since < GRACE_MS && since > -SKEW_MS) continue;
      await this.locks.holdIfFree(workerLock(delivery.jobId), async () => {
        this.logger.log(`Job ${delivery.jobId} goes on: its worker is gone.`);
        await this.queue.deliverAgain(delivery);
      });
    }
  }
}
