import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PgBoss, type Db } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { Hosts } from '../hosts/hosts.js';
import { DatabaseConnection } from '../foundation/database/database-connection.js';
import { keyOf } from './job-subject.js';
import type { JobEntity } from './job.entity.js';
import { laneOf, type Lane } from './lanes.js';

const QUEUES: Record<Lane, string> = { heavy: 'vm-heavy', light: 'vm-light' };
/** Jobs of one process and queue at a time; most only wait. */
const LOCAL_CONCURRENCY = 8;

/** What the queue needs to know of a job. */
export type QueuedJob = Pick<JobEntity, 'id' | 'kind' | 'host' | 'subjectKind' | 'subjectId' | 'rank'>;

/** A job in a worker's hands; `attempt` tells this time from earlier ones. */
export interface Delivery {
  queue: string;
  jobId: string;
  attempt: number;
  startedAt: Date;
}

/** What pg-boss does for us: it delivers the jobs of a subject one after the other, and again when a worker dies. */
@Injectable()
export class JobQueue implements OnApplicationShutdown {
  private readonly logger = new Logger(JobQueue.name);
  private readonly boss: PgBoss;
  private starting: Promise<void> | undefined;

  constructor(
    connection: DatabaseConnection,
    private readonly hosts: Hosts,
  ) {
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
   * Makes the job due, in the transaction that records it: either both are there or neither is. A job waits for the earlier
   * jobs of its subject; of all jobs whose turn it is, the one with the lowest `rank` is delivered first.
   */
  async send(tx: EntityManager, job: QueuedJob): Promise<void> {
    await this.start();
    const options = { id: job.id, singletonKey: keyOf(job), priority: 0 - job.rank, db: over(tx) };
    await this.boss.send(this.queueOf(job), { jobId: job.id }, options);
  }

  /** Those of the jobs that the queue will not deliver any more. */
  async lost<Sent extends Pick<JobEntity, 'id' | 'kind' | 'host'>>(jobs: readonly Sent[]): Promise<Sent[]> {
    await this.start();
    const { rows } = await this.boss.getDb().executeSql(
      `SELECT name, id FROM pgboss.job
        WHERE name = ANY($1) AND id = ANY($2::uuid[]) AND state IN ('created', 'retry', 'active')`,
      [this.queues(), jobs.map(({ id }) => id)],
    );
    const known = new Map((rows as { name: string; id: string }[]).map(({ name, id }) => [id, name]));
    return jobs.filter((job) => known.get(job.id) !== this.queueOf(job));
  }

  /** Makes a job that the queue has given up or lost due again. */
  async sendAgain(tx: EntityManager, job: QueuedJob): Promise<void> {
    await this.start();
    // pg-boss keeps later jobs of a subject waiting for one that has failed there.
    await this.boss.deleteJob(this.queueOf(job), job.id, { db: over(tx) });
    await this.send(tx, job);
  }

  /** How many wait, and how many are being worked on. */
  async depths(): Promise<{ queue: string; waiting: number; active: number }[]> {
    await this.start();
    const queues = await this.boss.getQueues(this.queues());
    return queues.map(({ name, queuedCount, activeCount }) => ({
      ...{ queue: name, waiting: queuedCount, active: activeCount },
    }));
  }

  /** All jobs that workers have. */
  async deliveries(): Promise<Delivery[]> {
    await this.start();
    const { rows } = await this.boss.getDb().executeSql(
      `SELECT name AS queue, id AS "jobId", retry_count AS attempt, started_on AS "startedAt"
         FROM pgboss.job WHERE name = ANY($1) AND state = 'active'`,
      [this.queues()],
    );
    return rows as Delivery[];
  }

  /** For a delivery whose worker is gone; changes nothing when the job has been delivered anew meanwhile. */
  async deliverAgain({ queue, jobId, attempt }: Delivery): Promise<void> {
    await this.boss.fail(queue, { id: jobId, retryCount: attempt }, { reason: 'worker gone' });
  }

  /** No job is ever sent for later than a retry. One that is due later than that was sent while the clock was ahead. */
  async bringForward(): Promise<void> {
    await this.start();
    await this.boss.getDb().executeSql(
      `UPDATE pgboss.job SET start_after = now()
        WHERE name = ANY($1) AND state < 'active' AND start_after > now() + interval '1 minute'`,
      [this.queues()],
    );
  }

  /** Delivers jobs to `handle`, at least once each. When it rejects the job comes again: only for interruptions. */
  async work(handle: (jobId: string) => Promise<void>): Promise<void> {
    await this.start();
    const options = {
      batchSize: 1,
      localConcurrency: LOCAL_CONCURRENCY,
      // Only new jobs are announced. One that becomes due later, as after another job of its subject, is found by looking.
      notifyPollingIntervalSeconds: 1,
      pollingIntervalSeconds: 1,
      heartbeatRefreshSeconds: 3,
    };
    for (const queue of this.queues())
      await this.boss.work<{ jobId: string }>(queue, options, async ([delivery]) => {
        if (delivery) await handle(delivery.data.jobId);
      });
  }

  /** Takes no more jobs and waits a little for those that run here. Others may still ask: their turn to stop comes later. */
  async stop(): Promise<void> {
    if (!this.starting) return;
    await this.starting.catch(() => undefined);
    await this.boss.stop({ graceful: true, timeout: 5_000, close: false });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.starting) await this.boss.stop();
  }

  /** Each host has its own queue of heavy jobs: those that wait for a slot of one host keep no other waiting. */
  private queueOf({ kind, host }: Pick<JobEntity, 'kind' | 'host'>): string {
    const lane = laneOf(kind);
    return lane === 'heavy' ? QUEUES.heavy + this.hosts.tagOf(host) : QUEUES[lane];
  }

  private queues(): string[] {
    return [QUEUES.light, ...this.hosts.tags().map((tag) => QUEUES.heavy + tag)];
  }

  private start(): Promise<void> {
    return (this.starting ??= this.boss.start().then(async () => {
      for (const queue of this.queues()) await this.boss.createQueue(queue, QUEUE_OPTIONS);
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
