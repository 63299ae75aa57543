import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { NoticeEntity } from './notice.entity.js';

const KEPT_MS = 90 * 24 * 3600_000;
const EVERY_MS = 3600_000;

/** Removes notices after 90 days, read or not. Every process may do it. */
@Injectable()
export class NoticeRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(NoticeRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.forgetOld().catch((error: unknown) => this.logger.warn(error));
    }, EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async forgetOld(now = new Date()): Promise<void> {
    const before = new Date(now.getTime() - KEPT_MS);
    await this.dataSource.getRepository(NoticeEntity).delete({ createdAt: LessThan(before) });
  }
}
