import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { removeOldest } from '../../foundation/database/remove-oldest.js';
import { Routines } from '../../foundation/database/routines.js';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { AuditWriter, beAuditRoutine } from '../../access/audit-writing/audit-writer.js';

const EVERY_MS = 3600_000;
const DAY_MS = 24 * 3600_000;

/** Removes lines that are older than VMM_AUDIT_DAYS, in one process at a time, and records that it did. */
@Injectable()
export class AuditRetention implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'audit-retention', byAge: true };
    this.routines.start(AuditRetention.name, when, () => this.removeOld());
  }

  async removeOld(now = new Date()): Promise<void> {
    const days = this.environment.auditDays;
    const olderThan = new Date(now.getTime() - days * DAY_MS);
    await this.dataSource.transaction(async (tx) => {
      await beAuditRoutine(tx, 'retention');
      const lines = await removeOldest(tx, AuditEntryEntity, { at: LessThan(olderThan) }, { at: 'ASC' });
      if (lines === 0) return;
      const details = { lines, olderThan: olderThan.toISOString(), days };
      await this.audit.record(tx, null, { action: 'audit.retention', details }, now);
    });
  }
}
