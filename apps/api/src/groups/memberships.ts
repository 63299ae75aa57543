import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.js';
import type { Actor } from '../auth/actor.js';
import { GroupMemberEntity } from '../auth/group-member.entity.js';
import type { GroupEntity } from '../auth/group.entity.js';
import { RightsChanges } from '../auth/rights-changes.js';
import type { UserEntity } from '../auth/user.entity.js';
import { QuotaEvents } from '../quotas/quota-events.js';

type Person = Pick<UserEntity, 'id' | 'username'>;

/** Writes who is in a group, and what follows from it: rights and quotas may be others now, and it is on record. */
@Injectable()
export class Memberships {
  constructor(
    private readonly rights: RightsChanges,
    private readonly quotas: QuotaEvents,
    private readonly trail: AuditTrail,
  ) {}

  async put(
    tx: EntityManager,
    actor: Actor,
    group: GroupEntity,
    user: Person,
    { teaches, isNew }: { teaches: boolean; isNew: boolean },
  ): Promise<void> {
    const key = { groupId: group.id, userId: user.id };
    if (isNew) await tx.insert(GroupMemberEntity, { ...key, teaches, source: 'manual' });
    else await tx.update(GroupMemberEntity, key, { teaches });
    const action = isNew ? 'group.member-add' : 'group.member-change';
    await this.follow(tx, actor, group, user, action, { teaches });
  }

  async remove(tx: EntityManager, actor: Actor, group: GroupEntity, user: Person): Promise<void> {
    await tx.delete(GroupMemberEntity, { groupId: group.id, userId: user.id });
    await this.follow(tx, actor, group, user, 'group.member-remove', {});
  }

  private async follow(
    tx: EntityManager,
    actor: Actor,
    group: GroupEntity,
    user: Person,
    action: AuditAction,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.rights.announce(user.id, tx);
    await this.quotas.record(tx, [user.id]);
    const object = { id: group.id, name: group.name };
    const member = { id: user.id, username: user.username };
    await this.trail.record(tx, actor, { action, object, ownerId: user.id, details: { ...details, member } });
  }
}
