import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { In, IsNull, type EntityManager } from 'typeorm';
import { lockPeople } from './quota-locks.js';
import { QuotaEvents } from './quota-events.js';
import { QuotaGrantEntity } from './quota-grant.entity.js';

export type NewGrant = Pick<QuotaGrantEntity, 'userId' | 'kind' | 'limits' | 'until'> & {
  vmId?: string;
  requestId?: string;
};

/** What approved requests add to people's quotas. */
@Injectable()
export class QuotaGrants {
  constructor(private readonly events: QuotaEvents) {}

  /** Counts as soon as the transaction commits; resolves with the grant's id. */
  async add(tx: EntityManager, grant: NewGrant, now: Date): Promise<string> {
    await lockPeople(tx, [grant.userId]);
    const id = randomUUID();
    const { vmId = null, requestId = null, ...rest } = grant;
    await tx.insert(QuotaGrantEntity, { id, vmId, requestId, ...rest, createdAt: now, endedAt: null });
    await this.events.record(tx, [grant.userId]);
    return id;
  }

  /** Ends grants that have not ended; doing it again changes nothing. VMs above the limit stay, and get nothing more. */
  async end(
    tx: EntityManager,
    which: { id: string } | { requestId: string } | { vmId: string },
    now: Date,
  ): Promise<void> {
    const ending = await tx.find(QuotaGrantEntity, { where: { ...which, endedAt: IsNull() } });
    if (ending.length === 0) return;
    const people = [...new Set(ending.map(({ userId }) => userId))];
    await lockPeople(tx, people);
    await tx.update(
      QuotaGrantEntity,
      { id: In(ending.map(({ id }) => id)), endedAt: IsNull() },
      { endedAt: now },
    );
    await this.events.record(tx, people);
  }

  /** Another end date, or none. */
  async prolong(tx: EntityManager, id: string, until: Date | null): Promise<void> {
    await tx.update(QuotaGrantEntity, { id }, { until });
  }

  async activeOf(tx: EntityManager, userIds: readonly string[], now: Date): Promise<QuotaGrantEntity[]> {
    const open = await tx.find(QuotaGrantEntity, { where: { userId: In(userIds), endedAt: IsNull() } });
    return open.filter(({ kind, until }) => kind === 'on-top' || until === null || until > now);
  }
}
