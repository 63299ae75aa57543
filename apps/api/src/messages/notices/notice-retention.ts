import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { removeOldest } from '../../foundation/database/remove-oldest.js';
import { Routines } from '../../foundation/database/routines.js';
import { NoticeEntity } from './notice.entity.js';

const KEPT_MS = 90 * 24 * 3600_000;
const EVERY_MS = 3600_000;

/** Removes notices after 90 days, read or not. Every process may do it. */
@Injectable()
export class NoticeRetention implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start(NoticeRetention.name, { everyMs: EVERY_MS, byAge: true }, () => this.forgetOld());
  }

  async forgetOld(now = new Date()): Promise<void> {
    const before = new Date(now.getTime() - KEPT_MS);
    const old = { createdAt: LessThan(before) };
    await removeOldest(this.dataSource.manager, NoticeEntity, old, { createdAt: 'ASC' });
  }
}
