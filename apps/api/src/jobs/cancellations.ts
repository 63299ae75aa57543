import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notifications } from '../database/notifications.js';

const CHANNEL = 'vmm_job_cancelled';

/** Carries "stop this job" to whichever process runs it. The record holds the wish; this only makes it quick. */
@Injectable()
export class Cancellations implements OnModuleInit {
  private readonly running = new Map<string, AbortController>();
  private stopping = false;

  constructor(private readonly notifications: Notifications) {}

  onModuleInit(): void {
    this.notifications.listen(CHANNEL, (jobId) => this.running.get(jobId)?.abort('cancelled'));
  }

  announce(tx: EntityManager, jobId: string): Promise<void> {
    return this.notifications.notify(CHANNEL, jobId, tx);
  }

  /** A controller that aborts when the job is cancelled; call `release` when the run is over. */
  watch(jobId: string): { controller: AbortController; release: () => void } {
    const controller = new AbortController();
    if (this.stopping) controller.abort('interrupted');
    this.running.set(jobId, controller);
    const release = () => {
      // The same job may have come again meanwhile.
      if (this.running.get(jobId) === controller) this.running.delete(jobId);
    };
    return { controller, release };
  }

  /** The process stops: what runs here is interrupted, and delivered again to another or a later process. */
  interruptAll(): void {
    this.stopping = true;
    for (const controller of this.running.values()) controller.abort('interrupted');
  }
}
