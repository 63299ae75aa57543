import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { AdvisoryLocks } from '../database/advisory-locks.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { beAuditRoutine } from './audit-routines.js';
import { AuditTrail } from './audit-trail.js';

const EVERY_MS = 3600_000;
const DAY_MS = 24 * 3600_000;

/** Takes lines away once they are older than VMM_AUDIT_DAYS, in one process at a time, and says so in the log. */
@Injectable()
export class AuditRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AuditRetention.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly trail: AuditTrail,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
    void this.run();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Never rejects: what cannot be done now is for the next time. */
  run(now = new Date()): Promise<void> {
    return (this.running = this.running.then(async () => {
      await this.locks
        .holdIfFree('audit-retention', () => this.removeOld(now))
        .catch((error: unknown) => this.logger.warn(error));
    }));
  }

  private async removeOld(now: Date): Promise<void> {
    const days = this.environment.auditDays;
    const olderThan = new Date(now.getTime() - days * DAY_MS);
    await this.dataSource.transaction(async (tx) => {
      await beAuditRoutine(tx, 'retention');
      const { affected } = await tx.delete(AuditEntryEntity, { at: LessThan(olderThan) });
      if (!affected) return;
      const details = { lines: affected, olderThan: olderThan.toISOString(), days };
      await this.trail.record(tx, null, { action: 'audit.retention', details }, now);
    });
  }
}
