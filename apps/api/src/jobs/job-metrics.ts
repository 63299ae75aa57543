import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Metrics } from '../foundation/metrics/metrics.js';
import type { JobOutcome } from './job-plan.js';
import { JobQueue } from './job-queue.js';
import type { JobEntity } from './job.entity.js';

const BUCKETS = [1, 3, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** How jobs go, for those who watch over the platform. */
@Injectable()
export class JobMetrics implements OnModuleInit {
  private readonly ends: Counter<'kind' | 'outcome'>;
  private readonly seconds: Histogram<'kind' | 'outcome'>;
  private readonly waits: Histogram<'kind'>;

  constructor(
    private readonly metrics: Metrics,
    private readonly queue: JobQueue,
  ) {
    this.ends = metrics.counter('vmm_jobs_total', 'Jobs that ended, by kind and outcome.', [
      'kind',
      'outcome',
    ]);
    this.seconds = metrics.histogram(
      'vmm_job_seconds',
      'From the order of a job to its end. Of create and succeeded: how long until a new VM can be used.',
      ['kind', 'outcome'],
      BUCKETS,
    );
    this.waits = metrics.histogram(
      'vmm_job_wait_seconds',
      'From the order of a job to its first step.',
      ['kind'],
      BUCKETS,
    );
  }

  onModuleInit(): void {
    this.metrics.registerEach(
      'vmm_queue_jobs',
      'Jobs in the queue of pg-boss, waiting or in the hands of a worker.',
      ['queue', 'state'],
      async () =>
        (await this.queue.depths()).flatMap(({ queue, waiting, active }) => [
          { labels: { queue, state: 'waiting' }, value: waiting },
          { labels: { queue, state: 'active' }, value: active },
        ]),
    );
  }

  ended({ kind, createdAt, startedAt, finishedAt }: JobEntity, outcome: JobOutcome): void {
    this.ends.inc({ kind, outcome });
    const since = (end: Date) => Math.max(0, end.getTime() - createdAt.getTime()) / 1000;
    if (startedAt) this.waits.observe({ kind }, since(startedAt));
    if (finishedAt) this.seconds.observe({ kind, outcome }, since(finishedAt));
  }
}
