import { Injectable, Logger } from '@nestjs/common';
import { PgBoss, type Db } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { DatabaseConnection } from '../foundation/database/database-connection.js';
import type { JobEntity } from './job.entity.js';

/** Heavy jobs wait for their host's few slots; in a queue of their own, so that they keep no light one waiting. */
export type Lane = 'heavy' | 'light';
const QUEUES: Record<Lane, string> = { heavy: 'vm-heavy', light: 'vm-light' };
/** Jobs of one process and lane at a time; most only wait. */
const LOCAL_CONCURRENCY = 8;

/** What the queue needs to know of a job. */
export type Order = Pick<JobEntity, 'id' | 'vmId' | 'rank'>;

/** A job in a worker's hands; `attempt` tells this time from earlier ones. */
export interface Delivery {
  lane: Lane;
  jobId: string;
  attempt: number;
  startedAt: Date;
}

/** What pg-boss does for us: jobs of a VM in their order, delivered again when a worker dies. */
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
      useListenNotify: true,
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 1,
    });
    this.boss.on('error', (error: unknown) => this.logger.error(error));
  }

  /**
   * Makes the job due; in the transaction that records it, so that both exist or neither does. Of the VMs' first jobs that
   * wait, those of a lower `rank` come first.
   */
  async send(tx: EntityManager, lane: Lane, { id, vmId, rank }: Order): Promise<void> {
    await this.start();
    const options = { id, singletonKey: vmId, priority: 0 - rank, db: over(tx) };
    await this.boss.send(QUEUES[lane], { jobId: id }, options);
  }

  /** Whether the queue will still deliver this job. */
  async knows(lane: Lane, jobId: string): Promise<boolean> {
    await this.start();
    const [found] = await this.boss.findJobs(QUEUES[lane], { id: jobId });
    return found !== undefined && ['created', 'retry', 'active'].includes(found.state);
  }

  /** Makes a job that the queue has given up or lost due again. */
  async sendAgain(tx: EntityManager, lane: Lane, order: Order): Promise<void> {
    await this.start();
    // One that ended failed would keep every later job of its VM waiting.
    await this.boss.deleteJob(QUEUES[lane], order.id, { db: over(tx) });
    await this.send(tx, lane, order);
  }

  /** Null while the job waits, or when it is over. */
  async deliveryOf(lane: Lane, jobId: string): Promise<Delivery | null> {
    await this.start();
    const [found] = await this.boss.findJobs(QUEUES[lane], { id: jobId });
    if (found?.state !== 'active') return null;
    return { lane, jobId, attempt: found.retryCount, startedAt: found.startedOn };
  }

  /** For a delivery whose worker is gone; changes nothing when the job has been delivered anew meanwhile. */
  async deliverAgain({ lane, jobId, attempt }: Delivery): Promise<void> {
    await this.boss.fail(QUEUES[lane], { id: jobId, retryCount: attempt }, { reason: 'worker gone' });
  }

  /** Nothing is sent for later than a retry: what is due only then was sent while the clock was ahead. */
  async bringForward(): Promise<void> {
    await this.start();
    await this.boss.getDb().executeSql(
      `UPDATE pgboss.job SET start_after = now()
        WHERE name = ANY($1) AND state < 'active' AND start_after > now() + interval '1 minute'`,
      [Object.values(QUEUES)],
    );
  }

  /** Delivers jobs to `handle`, at least once each. When it rejects the job comes again: only for interruptions. */
  async work(handle: (jobId: string) => Promise<void>): Promise<void> {
    await this.start();
    const options = {
      batchSize: 1,
      localConcurrency: LOCAL_CONCURRENCY,
      // What is sent is announced; what only comes due, such as after another job of the VM, is looked for.
      notifyPollingIntervalSeconds: 1,
      pollingIntervalSeconds: 1,
      heartbeatRefreshSeconds: 3,
    };
    for (const queue of Object.values(QUEUES))
      await this.boss.work<{ jobId: string }>(queue, options, async ([delivery]) => {
        if (delivery) await handle(delivery.data.jobId);
      });
  }

  /** Takes no more jobs and waits a little for those that run here. */
  async stop(): Promise<void> {
    if (!this.starting) return;
    await this.starting.catch(() => undefined);
    await this.boss.stop({ graceful: true, timeout: 5_000 });
  }

  private start(): Promise<void> {
    return (this.starting ??= this.boss.start().then(async () => {
      for (const queue of Object.values(QUEUES)) await this.boss.createQueue(queue, QUEUE_OPTIONS);
    }));
  }
}

const QUEUE_OPTIONS = {
  policy: 'key_strict_fifo',
  notify: true,
  heartbeatSeconds: 10,
  expireInSeconds: 23 * 3600,
  // A handler rejects only when it was interrupted, so there is no number of tries after which to give up.
  retryLimit: 10_000,
  retryDelay: 1,
  deleteAfterSeconds: 24 * 3600,
};

const over = (tx: EntityManager): Db => ({
  async executeSql(text, values) {
    const result = await tx.queryRunner?.query(text, values, true);
    return { rows: result?.records ?? [] };
  },
});
