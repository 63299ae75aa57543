import { Injectable } from '@nestjs/common';
import type { AuditAction, GroupInvitation, NoticeKind } from '@vm-manager/contracts';
import { DataSource, IsNull, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import type { GroupEntity } from '../../access/identity/group.entity.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { GroupInvitationEntity } from './group-invitation.entity.js';
import { toGroupInvitation } from './group-invitation.mapper.js';
import { GroupReader } from './group-reader.js';
import { lockMembers, Memberships } from './memberships.js';

/** Invites students of other teachers into a class, and takes their answer. */
@Injectable()
export class GroupInvitations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly groups: GroupReader,
    private readonly memberships: Memberships,
    private readonly notices: NoticeSender,
    private readonly audit: AuditWriter,
  ) {}

  /** Called in the transaction that found that the person has to be asked. */
  async invite(tx: EntityManager, actor: Actor, group: GroupEntity, user: UserEntity, now = new Date()) {
    const key = { groupId: group.id, userId: user.id };
    await tx.delete(GroupInvitationEntity, key);
    await tx.insert(GroupInvitationEntity, { ...key, invitedById: actor.id, createdAt: now });
    await this.record(tx, actor, 'group.invite', group, user);
    await this.tell(tx, user.id, 'group-invited', { person: actor.displayName, group: group.name });
  }

  /** Those that wait for this person's answer. */
  listFor(actor: Actor): Promise<GroupInvitation[]> {
    return this.find({ userId: actor.id });
  }

  /** Those of a group that wait for an answer. */
  async listOf(actor: Actor, groupId: string): Promise<GroupInvitation[]> {
    await this.groups.findFor(actor, 'see-groups', groupId);
    return this.find({ groupId });
  }

  async accept(actor: Actor, id: string): Promise<void> {
    await this.answer(actor, id, async (tx, { group, user, invitedById }) => {
      await tx.delete(GroupInvitationEntity, { id });
      // An administrator or the directory may have added them meanwhile.
      if (await tx.existsBy(GroupMemberEntity, { groupId: group.id, userId: user.id })) return;
      await this.memberships.put(tx, actor, group, user, { teaches: false, isNew: true });
      const params = { person: actor.displayName, group: group.name };
      await this.tell(tx, invitedById, 'group-invitation-accepted', params);
    });
  }

  async decline(actor: Actor, id: string, now = new Date()): Promise<void> {
    await this.answer(actor, id, async (tx, { group, user, invitedById }) => {
      await tx.update(GroupInvitationEntity, { id }, { declinedAt: now });
      await this.record(tx, actor, 'group.invite-decline', group, user);
      const params = { person: actor.displayName, group: group.name };
      await this.tell(tx, invitedById, 'group-invitation-declined', params);
    });
  }

  /** Does nothing when there is no open invitation. */
  async withdraw(actor: Actor, groupId: string, userId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const group = await this.groups.findFor(actor, 'manage-members', groupId, tx);
      await lockMembers(tx, groupId);
      const invitation = await openInvitation(tx, { groupId, userId });
      if (!invitation) return;
      await tx.delete(GroupInvitationEntity, { id: invitation.id });
      await this.record(tx, actor, 'group.invite-withdraw', group, invitation.user);
    });
  }

  private async answer(
    actor: Actor,
    id: string,
    work: (tx: EntityManager, invitation: GroupInvitationEntity) => Promise<void>,
  ): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const asked = await openInvitation(tx, { id, userId: actor.id });
      if (!asked) throw new ProblemError('not-found');
      await lockMembers(tx, asked.groupId);
      const invitation = await openInvitation(tx, { id, userId: actor.id });
      if (!invitation) throw new ProblemError('not-found');
      await work(tx, invitation);
    });
  }

  private async find(which: FindOptionsWhere<GroupInvitationEntity>): Promise<GroupInvitation[]> {
    const invitations = await this.dataSource.manager.find(GroupInvitationEntity, {
      where: { ...which, declinedAt: IsNull() },
      relations: { group: true, user: true, invitedBy: true },
      order: { createdAt: 'DESC' },
    });
    return invitations.map(toGroupInvitation);
  }

  private async tell(
    tx: EntityManager,
    userId: string | null,
    kind: NoticeKind,
    params: { person: string; group: string },
  ): Promise<void> {
    const isInvitation = kind === 'group-invited';
    const recipients = { userIds: userId === null ? [] : [userId], withoutMail: !isInvitation };
    await this.notices.tell(tx, recipients, { kind, params, link: isInvitation ? '/invitations' : null });
  }

  private async record(
    tx: EntityManager,
    actor: Actor,
    action: AuditAction,
    group: GroupEntity,
    { id, username }: UserEntity,
  ): Promise<void> {
    const object = { id: group.id, name: group.name };
    await this.audit.record(tx, actor, {
      action,
      object,
      ownerId: id,
      details: { member: { id, username } },
    });
  }
}

/** Null when it is not there, or answered. */
const openInvitation = (tx: EntityManager, which: FindOptionsWhere<GroupInvitationEntity>) =>
  tx.findOne(GroupInvitationEntity, {
    where: { ...which, declinedAt: IsNull() },
    relations: { group: true, user: true },
  });
