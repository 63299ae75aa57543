import { Injectable } from '@nestjs/common';
import type { Limits, SetLimits } from '@vm-manager/contracts';
import { In, type EntityManager } from 'typeorm';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { changed } from './amounts.js';
import { DefaultQuotaEntity } from './default-quota.entity.js';
import { effectiveLimits } from './effective-limits.js';
import { GroupQuotaEntity } from './group-quota.entity.js';
import { QuotaGrants } from './quota-grants.js';
import { UserQuotaEntity } from './user-quota.entity.js';

export interface PersonalLimits {
  own: Limits;
  effective: Limits;
}

/** What people may use, as all levels together say. */
@Injectable()
export class QuotaLimits {
  constructor(private readonly grants: QuotaGrants) {}

  /** Of those of these who exist. */
  async of(
    tx: EntityManager,
    userIds: readonly string[],
    now = new Date(),
  ): Promise<Map<string, PersonalLimits>> {
    const users = await tx.find(UserEntity, {
      where: { id: In(userIds) },
      select: { id: true, role: true },
    });
    const own = await tx.find(UserQuotaEntity, { where: { userId: In(userIds) } });
    const perMember = await this.perMember(tx, userIds);
    const grants = await this.grants.activeOf(tx, userIds, now);
    const byDefault = await this.byDefault(tx);
    return new Map(
      users.map(({ id, role }) => {
        const override = own.find(({ userId }) => userId === id)?.limits ?? {};
        const granted = (kind: 'at-least' | 'on-top') =>
          grants.filter((grant) => grant.userId === id && grant.kind === kind).map(({ limits }) => limits);
        const effective = effectiveLimits({
          role,
          own: override,
          perMember: perMember.get(id) ?? [],
          byDefault,
          atLeast: granted('at-least'),
          onTop: granted('on-top'),
        });
        return [id, { own: changed({}, override), effective }];
      }),
    );
  }

  async byDefault(tx: EntityManager) {
    return (await tx.findOneByOrFail(DefaultQuotaEntity, { id: 1 })).limits;
  }

  async ofGroup(tx: EntityManager, groupId: string): Promise<{ perMember: Limits; budget: Limits }> {
    const found = await tx.findOneBy(GroupQuotaEntity, { groupId });
    return { perMember: changed({}, found?.perMember ?? {}), budget: changed({}, found?.budget ?? {}) };
  }

  /** Only the groups in which someone is a student: a teacher of a class is not bound by its students' limits. */
  private async perMember(tx: EntityManager, userIds: readonly string[]): Promise<Map<string, SetLimits[]>> {
    const rows = await tx
      .createQueryBuilder(GroupMemberEntity, 'member')
      .innerJoin(GroupQuotaEntity, 'quota', 'quota.groupId = member.groupId')
      .select('member.userId', 'userId')
      .addSelect('quota.perMember', 'limits')
      .where('member.userId = ANY(:userIds) AND NOT member.teaches', { userIds })
      .getRawMany<{ userId: string; limits: SetLimits }>();
    return new Map(
      Object.entries(Object.groupBy(rows, ({ userId }) => userId)).map(([userId, found = []]) => [
        userId,
        found.map(({ limits }) => limits),
      ]),
    );
  }
}
