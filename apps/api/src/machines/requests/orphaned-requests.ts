import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { lockRequest } from './locked-request.js';
import { RequestNotices } from './request-notices.js';
import { ResourceRequestEntity } from './resource-request.entity.js';

/** Finds pending requests that nobody is left to decide: the teachers who were told of them have left since. */
@Injectable()
export class OrphanedRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly notices: RequestNotices,
  ) {}

  async tellDeciders(now: Date): Promise<void> {
    const { manager } = this.dataSource;
    const pending = await manager.findBy(ResourceRequestEntity, { state: 'pending' });
    for (const found of pending) {
      if (!(await this.notices.hasMissedDeciders(manager, found))) continue;
      await this.dataSource.transaction(async (tx) => {
        const { request } = await lockRequest(tx, found);
        if (request.state === 'pending') await this.notices.tellDeciders(tx, request, 'request-created', now);
      });
    }
  }
}
