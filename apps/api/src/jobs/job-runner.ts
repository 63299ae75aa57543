import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CancelSignals } from './cancel-signals.js';
import { JobCourse } from './job-course.js';
import { JobPlanRegistry } from './job-plan-registry.js';
import { JobQueue } from './job-queue.js';
import { JobRecord } from './job-record.js';
import { ACTIVE_JOB_STATES } from './job.entity.js';
import { WorkerLocks } from './worker-locks.js';

/** Takes jobs from the queue and has each run to its end. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly queue: JobQueue,
    private readonly record: JobRecord,
    private readonly plans: JobPlanRegistry,
    private readonly locks: WorkerLocks,
    private readonly cancellations: CancelSignals,
    private readonly course: JobCourse,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.work((jobId) => this.handle(jobId));
  }

  /** What runs here goes on in another process, or in this one's next life. */
  async beforeApplicationShutdown(): Promise<void> {
    this.cancellations.interruptAll();
    await this.queue.stop();
  }

  private async handle(jobId: string): Promise<void> {
    const { controller, release } = this.cancellations.watch(jobId);
    const { signal } = controller;
    try {
      const job = await this.record.find(jobId);
      if (!job || !ACTIVE_JOB_STATES.includes(job.state)) return;
      const plan = this.plans.planFor(job.kind);
      const work = async (lost: AbortSignal) => {
        const current = await this.record.find(jobId);
        if (current && ACTIVE_JOB_STATES.includes(current.state))
          await this.course.run(current, plan, AbortSignal.any([signal, lost]));
      };
      await this.locks.hold(job, signal, work).catch(async (error: unknown) => {
        // Cancelled while it waited for its turn.
        if (signal.reason !== 'cancelled' || error !== 'cancelled') throw error;
        await this.course.end(job, plan, 'cancelled');
      });
    } finally {
      release();
    }
  }
}
