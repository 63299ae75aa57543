import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, In, IsNull, Not, type EntityManager } from 'typeorm';
import { Notifications } from '../foundation/database/notifications.js';
import { JobEntity } from './job.entity.js';

const CHANNEL = 'vmm_job_cancelled';

/** Tells the process that runs a job that the job was cancelled. The job's record says so too; this is only quicker. */
@Injectable()
export class CancelSignals implements OnModuleInit {
  private readonly logger = new Logger(CancelSignals.name);
  /** By job. A job may be delivered again while an earlier run of it in this process has not stopped yet. */
  private readonly running = new Map<string, Set<AbortController>>();
  private stopping = false;

  constructor(
    private readonly notifications: Notifications,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.notifications.listen(CHANNEL, (jobId) => this.abort(jobId, 'cancelled'));
    this.notifications.onReconnected(() => {
      this.catchUp().catch((error: unknown) => this.logger.warn(error));
    });
  }

  announce(tx: EntityManager, jobId: string): Promise<void> {
    return this.notifications.notify(CHANNEL, jobId, tx);
  }

  /** A controller that aborts when the job is cancelled; call `release` when the run is over. */
  watch(jobId: string): { controller: AbortController; release: () => void } {
    const controller = new AbortController();
    if (this.stopping) controller.abort('interrupted');
    const runs = this.running.get(jobId) ?? new Set();
    this.running.set(jobId, runs.add(controller));
    const release = () => {
      if (runs.delete(controller) && runs.size === 0) this.running.delete(jobId);
    };
    return { controller, release };
  }

  /** The process stops. Its jobs are interrupted and delivered again, to another process or to a later one. */
  interruptAll(): void {
    this.stopping = true;
    for (const jobId of this.running.keys()) this.abort(jobId, 'interrupted');
  }

  private abort(jobId: string, reason: 'cancelled' | 'interrupted'): void {
    for (const controller of this.running.get(jobId) ?? []) controller.abort(reason);
  }

  /** Jobs that were cancelled while this process was not connected to hear of it. */
  private async catchUp(): Promise<void> {
    const here = { id: In([...this.running.keys()]), cancelRequestedAt: Not(IsNull()) };
    for (const { id } of await this.dataSource.getRepository(JobEntity).findBy(here))
      this.abort(id, 'cancelled');
  }
}
