import { Injectable } from '@nestjs/common';
import { QUOTA_DIMENSIONS, type QuotaExcess, type SetLimits } from '@vm-manager/contracts';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { reachOf, visibleOwners } from '../../access/identity/permissions.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { QuotaLimits } from './quota-limits.js';
import { quotaExceeded } from './reservation.js';

type NamedGroup = Pick<Actor['groups'][number], 'id' | 'name'>;

/** Who may give whom how much. */
@Injectable()
export class GivingRules {
  constructor(private readonly limits: QuotaLimits) {}

  /** Rejects with `not-found` when the actor may not know of one of them. */
  async mustSee(tx: EntityManager, actor: Actor, userIds: readonly string[]): Promise<void> {
    const { where, parameters } = visibleOwners(actor, 'person.id');
    const seen = await tx
      .createQueryBuilder(UserEntity, 'person')
      .where('person.id = ANY(:userIds)', { userIds })
      .andWhere(where, parameters)
      .getCount();
    if (seen < new Set(userIds).size) throw new ProblemError('not-found');
  }

  /**
   * For a route that only those reach who may set quotas or decide requests. Rejects with `role-too-low` when it is their
   * own, and with `quota-exceeded` when it is more than the budget of the group by which they decide.
   */
  async mustBeAllowed(
    tx: EntityManager,
    actor: Actor,
    userIds: readonly string[],
    given: SetLimits,
  ): Promise<void> {
    await this.mustSee(tx, actor, userIds);
    const reach = reachOf(actor, 'set-quotas');
    if (reach === 'all') return;
    // Seen by everyone, and nobody's to raise.
    if (reach === 'none' || userIds.includes(actor.id)) throw new ProblemError('role-too-low');
    const taught = actor.groups.filter(({ teaches }) => teaches);
    const members = await tx.findBy(GroupMemberEntity, {
      userId: In(userIds),
      groupId: In(taught.map(({ id }) => id)),
      teaches: false,
    });
    for (const id of userIds) {
      const isShared = ({ id: groupId }: NamedGroup) =>
        members.some((member) => member.userId === id && member.groupId === groupId);
      const shared = taught.filter(isShared);
      // Without one there would be no budget to keep to: who has left by now is nobody's to give to.
      if (shared.length === 0) throw new ProblemError('not-found');
      await this.mustFit(tx, shared, given);
    }
  }

  /** At most the budget of one of these groups. */
  async mustFit(tx: EntityManager, groups: readonly NamedGroup[], given: SetLimits): Promise<void> {
    const problems: ProblemError[] = [];
    for (const { id, name } of groups) {
      const [first, ...others] = overBudget(given, (await this.limits.ofGroup(tx, id)).budget);
      if (!first) return;
      problems.push(quotaExceeded([first, ...others], { group: name, rule: 'member-budget' }));
    }
    const [problem] = problems;
    if (problem) throw problem;
  }
}

function overBudget(given: SetLimits, budget: SetLimits): QuotaExcess[] {
  return QUOTA_DIMENSIONS.flatMap((dimension) => {
    const [asked, limit] = [given[dimension], budget[dimension]];
    if (typeof asked !== 'number' || typeof limit !== 'number' || asked <= limit) return [];
    return [{ level: 'group' as const, dimension, used: 0, asked, limit }];
  });
}
