import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from '../../database/advisory-locks.js';
import { HealthParts } from '../../health/health-parts.js';
import { ProblemError } from '../../http/problem-error.js';
import { Metrics } from '../../metrics/metrics.js';
import { QuotaCheckEntity } from '../quota-check.entity.js';
import { differenceText } from './difference-text.js';
import { QuotaVerification } from './quota-verification.js';

const EVERY_MS = 10 * 60_000;

/** Verifies the ledger by itself, in one process at a time, and says where it is wrong; mending is a person's decision. */
@Injectable()
export class QuotaWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(QuotaWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
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
    this.timer = setInterval(() => void this.verify(), EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Never rejects: what cannot be done now is for the next time. */
  verify(): Promise<void> {
    return (this.running = this.running.then(async () => {
      await this.locks
        .holdIfFree('quota-verification', async () => {
          for (const difference of await this.verification.run({ fix: false }))
            this.logger.error(`The quota ledger is wrong: ${differenceText(difference)}`);
        })
        .catch((error: unknown) => {
          if (error instanceof ProblemError) this.logger.warn(`Quotas not verified: ${error.code}`);
          else this.logger.error(error);
        });
    }));
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
