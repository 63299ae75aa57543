import { Inject, Injectable } from '@nestjs/common';
import type { JobTurn } from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { Hosts } from '../hosts/hosts.js';
import { EventLog } from '../messages/events/event-log.js';
import { belongingOf } from './job-subject.js';
import { ACTIVE_JOB_STATES, JobEntity } from './job.entity.js';
import { HEAVY_KINDS, laneOf } from './lanes.js';
import { turnsIn, type HeavyJob } from './turns-in.js';

/** Only so many are pushed their place at each change; those further back see theirs when they load it. */
const TOLD = 20;

/** The places of heavy jobs that wait for one of the host's slots. */
@Injectable()
export class JobTurns {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly hosts: Hosts,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** By the jobs' ids; asks the database only when one of these waits. */
  async of(
    jobs: readonly (Pick<JobEntity, 'kind' | 'state'> | null)[],
  ): Promise<ReadonlyMap<string, JobTurn>> {
    const waits = jobs.some((job) => job?.state === 'queued' && laneOf(job.kind) === 'heavy');
    if (!waits) return new Map();
    const now = new Date();
    const lines = Object.values(
      Object.groupBy(await this.active(this.dataSource.manager), ({ host }) => this.hosts.tagOf(host)),
    );
    return new Map(lines.flatMap((line = []) => [...turnsIn(line, this.environment.jobsPerHost, now)]));
  }

  /** Pushes the new places of the first in this host's line, after one has left it. */
  async tell(tx: EntityManager, { host }: Pick<JobEntity, 'host'>): Promise<void> {
    const line = (await this.active(tx)).filter(
      (job) => this.hosts.tagOf(job.host) === this.hosts.tagOf(host),
    );
    const waiting = line.filter(({ state }) => state === 'queued');
    for (const job of waiting.slice(0, TOLD))
      await this.events.record(tx, { kind: 'job', subjectId: job.id, ...belongingOf(job) });
  }

  private active(
    tx: EntityManager,
  ): Promise<(HeavyJob & Pick<JobEntity, 'host' | 'ownerId' | 'subjectKind' | 'subjectId'>)[]> {
    return tx.find(JobEntity, {
      where: { kind: In([...HEAVY_KINDS]), state: In([...ACTIVE_JOB_STATES]) },
      order: { rank: 'ASC', createdAt: 'ASC', id: 'ASC' },
      select: {
        id: true,
        host: true,
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
