import { Injectable } from '@nestjs/common';
import type { DefaultQuota, MemberUsage, Quota, SetLimits, SetQuotas } from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { changed, NO_LIMITS, NOTHING } from './amounts.js';
import { DefaultQuotaEntity } from './default-quota.entity.js';
import { GivingRules } from './giving-rules.js';
import { QuotaEvents } from './quota-events.js';
import { QuotaLimits } from './quota-limits.js';
import { lockPeople } from './quota-locks.js';
import { usagesOf } from './usages.js';
import { UserQuotaEntity } from './user-quota.entity.js';

/** What people may use and what they use, seen and set. */
@Injectable()
export class QuotasService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: QuotaLimits,
    private readonly rules: GivingRules,
    private readonly events: QuotaEvents,
    private readonly audit: AuditWriter,
  ) {}

  /** `userId` is one's own or, with the right to see them, someone else's. */
  async show(actor: Actor, userId: string): Promise<Quota> {
    const { manager } = this.dataSource;
    await this.rules.mustSee(manager, actor, [userId]);
    return this.quotaOf(manager, userId);
  }

  async set(actor: Actor, userId: string, limits: SetLimits): Promise<Quota> {
    await this.setAll(actor, { userIds: [userId], limits });
    return this.quotaOf(this.dataSource.manager, userId);
  }

  /** All of them or none. */
  async setAll(actor: Actor, { userIds, limits }: SetQuotas): Promise<MemberUsage[]> {
    const people = [...new Set(userIds)];
    await this.dataSource.transaction(async (tx) => {
      await this.rules.mustBeAllowed(tx, actor, people, limits);
      await lockPeople(tx, people);
      await this.override(tx, actor, people, limits);
      await this.events.record(tx, people);
    });
    return this.usagesOf(this.dataSource.manager, people);
  }

  byDefault(): Promise<DefaultQuota> {
    return this.limits.byDefault(this.dataSource.manager);
  }

  async setDefault(actor: Actor, limits: DefaultQuota): Promise<DefaultQuota> {
    await this.dataSource.transaction(async (tx) => {
      const [row] = await tx.find(DefaultQuotaEntity, { lock: { mode: 'pessimistic_write' } });
      await tx.update(DefaultQuotaEntity, { id: 1 }, { limits });
      const details = { before: row?.limits, after: limits };
      const object = { id: null, name: 'default' };
      await this.audit.record(tx, actor, { action: 'quota.set', object, details });
    });
    return limits;
  }

  /** In the order of `userIds`; who does not exist is left out. */
  async usagesOf(tx: EntityManager, userIds: readonly string[]): Promise<MemberUsage[]> {
    const limits = await this.limits.of(tx, userIds);
    const usages = await usagesOf(tx, 'owner_id', userIds);
    return userIds.flatMap((userId) => {
      const found = limits.get(userId);
      return found ? [{ userId, ...found, usage: usages.get(userId) ?? NOTHING }] : [];
    });
  }

  private async quotaOf(tx: EntityManager, userId: string): Promise<Quota> {
    const [quota] = await this.usagesOf(tx, [userId]);
    return quota ?? { own: NO_LIMITS, effective: NO_LIMITS, usage: NOTHING };
  }

  private async override(
    tx: EntityManager,
    actor: Actor,
    people: readonly string[],
    limits: SetLimits,
  ): Promise<void> {
    const known = await tx.findBy(UserQuotaEntity, { userId: In(people) });
    for (const { id, username } of await tx.findBy(UserEntity, { id: In(people) })) {
      const before = changed({}, known.find(({ userId }) => userId === id)?.limits ?? {});
      const after = changed(before, limits);
      await tx.upsert(UserQuotaEntity, { userId: id, limits: after }, ['userId']);
      await this.audit.record(tx, actor, {
        action: 'quota.set',
        object: { id, name: username },
        ownerId: id,
        details: { before, after },
      });
    }
  }
}
