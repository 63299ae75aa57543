import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { AdvisoryLocks } from '../foundation/database/advisory-locks.js';
import { Hosts } from '../hosts/hosts.js';
import { keyOf } from './job-subject.js';
import type { JobEntity } from './job.entity.js';
import { laneOf } from './lanes.js';
import { SlotLine } from './slot-line.js';

/** What a worker holds while it has a job: the job itself, one of its host's slots when the job is heavy, and its subject. */
@Injectable()
export class WorkerLocks {
  /** By host. */
  private readonly lines = new Map<string, SlotLine>();

  constructor(
    private readonly locks: AdvisoryLocks,
    private readonly hosts: Hosts,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * Does the work when its turn has come; `lost` aborts when the subject's lock is lost meanwhile. Rejects with the signal's
   * reason when that aborts while the job waits.
   */
  hold(job: JobEntity, signal: AbortSignal, work: (lost: AbortSignal) => Promise<void>): Promise<void> {
    // A worker that was taken for dead may still be running: it is the lock on the subject that keeps two workers apart.
    const underSubjectLock = () => this.locks.hold(keyOf(job), signal, work);
    // From now on other processes see that this one has the job, while it waits for its turn too.
    return this.locks.hold(workerLock(job.id), signal, () => this.inSlot(job, signal, underSubjectLock));
  }

  private async inSlot(job: JobEntity, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    if (laneOf(job.kind) !== 'heavy') return work();
    const host = this.hosts.tagOf(job.host);
    const { jobsPerHost } = this.environment;
    const slots = Array.from({ length: jobsPerHost }, (_, slot) => `heavy-job${host}:${slot}`);
    const line = this.lines.get(host) ?? new SlotLine();
    this.lines.set(host, line);
    const leave = await line.enter(signal);
    await this.locks
      .hold(slots, signal, () => {
        leave();
        return work();
      })
      .finally(leave);
  }
}

/** What a worker holds from taking a job to its end. */
export const workerLock = (jobId: string) => `worker-of:${jobId}`;
