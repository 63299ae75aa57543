import { Injectable } from '@nestjs/common';
import { QUOTA_DIMENSIONS, type QuotaExcess, type SetLimits } from '@vm-manager/contracts';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../auth/actor.js';
import { GroupMemberEntity } from '../auth/group-member.entity.js';
import { may, mayOperate, type Permission } from '../auth/permissions.js';
import { UserEntity } from '../auth/user.entity.js';
import { ProblemError } from '../http/problem-error.js';
import { QuotaLimits } from './quota-limits.js';
import { quotaExceeded } from './quota-problem.js';

/** Who may give whom how much. */
@Injectable()
export class GivingRules {
  constructor(private readonly limits: QuotaLimits) {}

  /** Rejects with `not-found` when the actor may not know of one of them. */
  async mustSee(tx: EntityManager, actor: Actor, userIds: readonly string[]): Promise<void> {
    const groupsOf = await this.studentGroupsOf(tx, userIds);
    const known = await tx.countBy(UserEntity, { id: In([...new Set(userIds)]) });
    const seen = userIds.every((ownerId) => mayOperate(actor, { ownerId, ownerGroupIds: groupsOf(ownerId) }));
    if (known < new Set(userIds).size || !seen) throw new ProblemError('not-found');
  }

  /**
   * Rejects with `role-too-low` when it is not theirs to decide, their own quota included, and with `quota-exceeded` when
   * it is more than the budget of the group by which they decide.
   */
  async mustBeAllowed(
    tx: EntityManager,
    actor: Actor,
    userIds: readonly string[],
    given: SetLimits,
    permission: Extract<Permission, 'set-quotas' | 'decide-requests'> = 'set-quotas',
  ): Promise<void> {
    await this.mustSee(tx, actor, userIds);
    if (actor.role === 'admin') return;
    const groupsOf = await this.studentGroupsOf(tx, userIds);
    for (const ownerId of userIds) {
      const ownerGroupIds = groupsOf(ownerId);
      if (ownerId === actor.id || !may(actor, permission, { ownerId, ownerGroupIds }))
        throw new ProblemError('role-too-low');
      const shared = actor.groups.filter(({ id, teaches }) => teaches && ownerGroupIds.includes(id));
      await this.mustFit(tx, shared, given);
    }
  }

  /** At most the budget of one of these groups. */
  async mustFit(
    tx: EntityManager,
    groups: readonly { id: string; name: string }[],
    given: SetLimits,
  ): Promise<void> {
    const problems: (() => ProblemError)[] = [];
    for (const group of groups) {
      const { budget } = await this.limits.ofGroup(tx, group.id);
      const [first, ...others] = overBudget(given, budget);
      if (!first) return;
      problems.push(() => quotaExceeded([first, ...others], { group: group.name, rule: 'member-budget' }));
    }
    const [problem] = problems;
    if (problem) throw problem();
  }

  private async studentGroupsOf(tx: EntityManager, userIds: readonly string[]) {
    const found = await tx.find(GroupMemberEntity, { where: { userId: In(userIds), teaches: false } });
    return (id: string) => found.filter(({ userId }) => userId === id).map(({ groupId }) => groupId);
  }
}

function overBudget(given: SetLimits, budget: SetLimits): QuotaExcess[] {
  return QUOTA_DIMENSIONS.flatMap((dimension) => {
    const [asked, limit] = [given[dimension], budget[dimension]];
    if (typeof asked !== 'number' || typeof limit !== 'number' || asked <= limit) return [];
    return [{ level: 'group' as const, dimension, used: 0, asked, limit }];
  });
}
