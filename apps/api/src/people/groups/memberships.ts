import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import type { GroupEntity } from '../../access/identity/group.entity.js';
import { RightsChanges } from '../../access/sessions/rights-changes.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { QuotaEvents } from '../../machines/quotas/quota-events.js';
import { GroupInvitationEntity } from './group-invitation.entity.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';

type Person = Pick<UserEntity, 'id' | 'username'>;

/** Changes of one group's members wait for each other: of two that add the same person, the second finds them in it. */
export const lockMembers = (tx: EntityManager, groupId: string) => lockUntilEnd(tx, `members-of:${groupId}`);

/** Writes memberships, with their consequences: rights and quotas are announced, the audit log and the person are told. */
@Injectable()
export class Memberships {
  constructor(
    private readonly rights: RightsChanges,
    private readonly quotas: QuotaEvents,
    private readonly notices: NoticeSender,
    private readonly audit: AuditWriter,
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
    // A member need not be invited any more.
    await tx.delete(GroupInvitationEntity, key);
    const action = isNew ? 'group.member-add' : 'group.member-change';
    await this.recordChange(tx, actor, group, user, action, { teaches });
    await this.tell(tx, actor, group, user, { kind: 'group-added', teaches });
  }

  async remove(tx: EntityManager, actor: Actor, group: GroupEntity, user: Person): Promise<void> {
    await tx.delete(GroupMemberEntity, { groupId: group.id, userId: user.id });
    await this.recordChange(tx, actor, group, user, 'group.member-remove', {});
    await this.tell(tx, actor, group, user, { kind: 'group-removed' });
  }

  /** People are not told of what they did themselves. */
  private async tell(
    tx: EntityManager,
    actor: Actor,
    group: GroupEntity,
    user: Person,
    { kind, teaches = false }: { kind: 'group-added' | 'group-removed'; teaches?: boolean },
  ): Promise<void> {
    if (user.id === actor.id) return;
    const params = { person: actor.displayName, group: group.name, teaches };
    await this.notices.tell(tx, { userIds: [user.id], withoutMail: true }, { kind, params, link: null });
  }

  private async recordChange(
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
    await this.audit.record(tx, actor, { action, object, ownerId: user.id, details: { ...details, member } });
  }
}
