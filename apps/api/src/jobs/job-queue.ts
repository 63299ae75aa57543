import { Injectable, Logger } from '@nestjs/common';
import { PgBoss, type Db } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { DatabaseConnection } from '../database/database-connection.js';

const QUEUE = 'vm-work';
/** Jobs of one process at a time. Most only wait; a host's heavy work is bounded by slots of its own. */
const LOCAL_CONCURRENCY = 24;

/** A job in a worker's hands; `attempt` tells this time from earlier ones. */
export interface Delivery {
  jobId: string;
  attempt: number;
  startedAt: Date;
}

/** What pg-boss does for us: one job per VM at a time, in order, delivered again when a worker dies. */
@Injectable()
export class JobQueue {
  private readonly logger = new Logger(JobQueue.name);
  private readonly boss: PgBoss;
  private starting: Promise<void> | undefined;

  constructor(connection: DatabaseConnection) {
    this.boss = new PgBoss({
      ...connection.clientConfig,
      schema: 'pgboss',
      max: 4,
      schedule: false,
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 1,
    });
    this.boss.on('error', (error: unknown) => this.logger.error(error));
  }

  /** Makes the job due; in the transaction that records it, so that both exist or neither does. */
  async send(tx: EntityManager, jobId: string, vmId: string): Promise<void> {
    await this.start();
    await this.boss.send(QUEUE, { jobId }, { id: jobId, singletonKey: vmId, db: over(tx) });
  }

  /** Whether the queue will still deliver this job. */
  async knows(jobId: string): Promise<boolean> {
    await this.start();
    const [found] = await this.boss.findJobs(QUEUE, { id: jobId });
    return found !== undefined && ['created', 'retry', 'active'].includes(found.state);
  }

  /** Null while the job waits, or when it is over. */
  async deliveryOf(jobId: string): Promise<Delivery | null> {
    await this.start();
    const [found] = await this.boss.findJobs(QUEUE, { id: jobId });
    if (found?.state !== 'active') return null;
    return { jobId, attempt: found.retryCount, startedAt: found.startedOn };
  }

  /** For a delivery whose worker is gone; changes nothing when the job has been delivered anew meanwhile. */
  async deliverAgain({ jobId, attempt }: Delivery): Promise<void> {
    await this.boss.fail(QUEUE, { id: jobId, retryCount: attempt }, { reason: 'worker gone' });
  }

  /** Delivers jobs to `handle`, at least once each. When it rejects the job comes again: only for interruptions. */
  async work(handle: (jobId: string) => Promise<void>): Promise<void> {
    await this.start();
    await this.boss.work<{ jobId: string }>(
      QUEUE,
      {
        batchSize: 1,
        localConcurrency: LOCAL_CONCURRENCY,
        pollingIntervalSeconds: 0.5,
        heartbeatRefreshSeconds: 3,
      },
      async ([delivery]) => {
        if (delivery) await handle(delivery.data.jobId);
      },
    );
  }

  /** Takes no more jobs and waits a little for those that run here. */
  async stop(): Promise<void> {
    if (!this.starting) return;
    await this.starting.catch(() => undefined);
    await this.boss.stop({ graceful: true, timeout: 5_000 });
  }

  private start(): Promise<void> {
    return (this.starting ??= this.boss.start().then(() =>
      this.boss.createQueue(QUEUE, {
        policy: 'key_strict_fifo',
        heartbeatSeconds: 10,
        expireInSeconds: 23 * 3600,
        // A handler rejects only when it was interrupted, so there is no number of tries after which to give up.
        retryLimit: 10_000,
        retryDelay: 0,
        deleteAfterSeconds: 24 * 3600,
      }),
    ));
  }
}

const over = (tx: EntityManager): Db => ({
  async executeSql(text, values) {
    const result = await tx.queryRunner?.query(text, values, true);
    return { rows: result?.records ?? [] };
  },
});
