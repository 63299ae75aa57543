import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Routines } from '../../foundation/database/routines.js';
import { HealthParts } from '../../foundation/health/health-parts.js';
import { Metrics } from '../../foundation/metrics/metrics.js';
import { QuotaCheckEntity } from '../quotas/quota-check.entity.js';
import { differenceText } from './difference-text.js';
import { QuotaVerification } from './quota-verification.js';

const EVERY_MS = 10 * 60_000;

/** Verifies the ledger by itself, in one process at a time, and says where it is wrong; mending is a person's decision. */
@Injectable()
export class QuotaWatch implements OnApplicationBootstrap {
  private readonly logger = new Logger(QuotaWatch.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly verification: QuotaVerification,
    private readonly health: HealthParts,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.register(
      'vmm_quota_differences',
      'VMs that the quota ledger charged wrongly at its last verification.',
      async () => (await this.last())?.differences ?? null,
    );
    this.health.register('quotas', () => this.remark(), { needed: false });
    const when = { everyMs: EVERY_MS, lock: 'quota-verification', atOnce: false };
    this.routines.start(QuotaWatch.name, when, () => this.verify());
  }

  private async verify(): Promise<void> {
    for (const difference of await this.verification.run({ fix: false }))
      this.logger.error(`The quota ledger is wrong: ${differenceText(difference)}`);
  }

  private async remark(): Promise<string | undefined> {
    const last = await this.last();
    return last && last.differences > 0
      ? `${last.differences} VMs are charged wrongly: npm run vmm -- quota verify --fix`
      : undefined;
  }

  private last(): Promise<QuotaCheckEntity | null> {
    return this.dataSource.getRepository(QuotaCheckEntity).findOneBy({ id: 1 });
  }
}
