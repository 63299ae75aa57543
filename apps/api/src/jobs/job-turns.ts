import { Inject, Injectable } from '@nestjs/common';
import type { JobTurn } from '@vm-manager/contracts';
import { DataSource, In, IsNull, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { Hosts } from '../hosts/hosts.js';
import { EventLog } from '../messages/events/event-log.js';
import { belongingOf } from './job-subject.js';
import { JobEntity } from './job.entity.js';
import { HEAVY_KINDS, laneOf } from './lanes.js';
import { turnsIn, type HeavyJob } from './turns-in.js';

/** Only so many are pushed their place at each change; those further back see theirs when they load it. */
const TOLD = 20;

const LINE_COLUMNS = ['id', 'host', 'state', 'startedAt', 'estimatedSeconds', 'cancelRequestedAt'] as const;

const UP_TO_LAST = `(job.rank, job.created_at, job.id) <= (
  SELECT asked.rank, asked.created_at, asked.id FROM jobs asked WHERE asked.id = ANY(:ids)
   ORDER BY asked.rank DESC, asked.created_at DESC, asked.id DESC LIMIT 1)`;

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
    jobs: readonly (Pick<JobEntity, 'id' | 'kind' | 'state'> | null)[],
    manager = this.dataSource.manager,
  ): Promise<ReadonlyMap<string, JobTurn>> {
    const waiting = jobs.filter((job) => job?.state === 'queued' && laneOf(job.kind) === 'heavy');
    if (waiting.length === 0) return new Map();
    const now = new Date();
    const upToThem = await this.upToLastOf(
      waiting.map((job) => job?.id),
      manager,
    );
    const lines = Object.values(Object.groupBy(upToThem, ({ host }) => this.hosts.tagOf(host)));
    return new Map(lines.flatMap((line = []) => [...turnsIn(line, this.environment.jobsPerHost, now)]));
  }

  /** Pushes the new places of the first in this host's line, after one has left it. */
  async tell(tx: EntityManager, { host }: Pick<JobEntity, 'host'>): Promise<void> {
    const first = await tx.find(JobEntity, {
      where: { kind: In([...HEAVY_KINDS]), state: 'queued', ...this.inLineOf(host) },
      order: { rank: 'ASC', createdAt: 'ASC', id: 'ASC' },
      take: TOLD,
      select: { id: true, ownerId: true, subjectKind: true, subjectId: true },
    });
    for (const job of first)
      await this.events.record(tx, { kind: 'job', subjectId: job.id, ...belongingOf(job) });
  }

  /** A single host's line is everybody's, by whatever name the host went. */
  private inLineOf(host: string | null): FindOptionsWhere<JobEntity> {
    return this.hosts.all().length === 1 ? {} : { host: host ?? IsNull() };
  }

  /** Those that run, and of those that wait only these and whoever is before them: nobody's place depends on who comes after. */
  private upToLastOf(
    ids: readonly (string | undefined)[],
    manager: EntityManager,
  ): Promise<(HeavyJob & Pick<JobEntity, 'host'>)[]> {
    return manager
      .createQueryBuilder(JobEntity, 'job')
      .select(LINE_COLUMNS.map((column) => `job.${column}`))
      .where('job.kind IN (:...kinds)', { kinds: HEAVY_KINDS })
      .andWhere(`(job.state = 'running' OR job.state = 'queued' AND ${UP_TO_LAST})`, { ids })
      .orderBy({ 'job.rank': 'ASC', 'job.createdAt': 'ASC', 'job.id': 'ASC' })
      .getMany();
  }
}
