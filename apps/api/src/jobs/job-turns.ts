import { Inject, Injectable } from '@nestjs/common';
import type { JobTurn } from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { EventLog } from '../messages/events/event-log.js';
import { belongingOf } from './job-subject.js';
import { ACTIVE_JOB_STATES, JobEntity } from './job.entity.js';
import { HEAVY_KINDS, laneOf } from './lanes.js';
import { turnsIn, type HeavyJob } from './turns-in.js';

/** Those further back hear of their place when they are read, and when they have come this far. */
const TOLD = 20;

/** The places of heavy jobs that wait for one of the host's slots. */
@Injectable()
export class JobTurns {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** By the jobs' ids; asks the database only when one of these waits. */
  async of(
    jobs: readonly (Pick<JobEntity, 'kind' | 'state'> | null)[],
  ): Promise<ReadonlyMap<string, JobTurn>> {
    const waits = jobs.some((job) => job?.state === 'queued' && laneOf(job.kind) === 'heavy');
    if (!waits) return new Map();
    return turnsIn(await this.line(this.dataSource.manager), this.environment.jobsPerHost, new Date());
  }

  /** Pushes the new places of the first in line, after one has left it. */
  async tell(tx: EntityManager): Promise<void> {
    const waiting = (await this.line(tx)).filter(({ state }) => state === 'queued');
    for (const job of waiting.slice(0, TOLD))
      await this.events.record(tx, { kind: 'job', subjectId: job.id, ...belongingOf(job) });
  }

  private line(
    tx: EntityManager,
  ): Promise<(HeavyJob & Pick<JobEntity, 'ownerId' | 'subjectKind' | 'subjectId'>)[]> {
    return tx.find(JobEntity, {
      where: { kind: In([...HEAVY_KINDS]), state: In([...ACTIVE_JOB_STATES]) },
      order: { rank: 'ASC', createdAt: 'ASC', id: 'ASC' },
      select: {
        id: true,
        ownerId: true,
        subjectKind: true,
        subjectId: true,
        state: true,
        startedAt: true,
        estimatedSeconds: true,
        cancelRequestedAt: true,
      },
    });
  }
}
