import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { removeOldest } from '../../foundation/database/remove-oldest.js';
import { Routines } from '../../foundation/database/routines.js';
import { OperationEntity } from './operation.entity.js';

const EVERY_MS = 3600_000;
const DAY_MS = 24 * 3600_000;

/** Operations go after VMM_JOB_DAYS, as their jobs do. */
@Injectable()
export class OperationRetention implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'operation-retention', byAge: true };
    this.routines.start(OperationRetention.name, when, () => this.removeOld());
  }

  async removeOld(now = new Date()): Promise<void> {
    const olderThan = new Date(now.getTime() - this.environment.jobDays * DAY_MS);
    const old = { createdAt: LessThan(olderThan) };
    await removeOldest(this.dataSource.manager, OperationEntity, old, { createdAt: 'ASC' });
  }
}
