import { Injectable } from '@nestjs/common';
import type { AddGroupMember, GroupInvitation, GroupMember } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import type { GroupEntity } from '../../access/identity/group.entity.js';
import type { Permission } from '../../access/identity/permissions.js';
import { toUsername, UserEntity } from '../../access/identity/user.entity.js';
import { fieldError, ProblemError } from '../../foundation/problems/problem-error.js';
import { GroupInvitations } from './group-invitations.js';
import { GroupReader } from './group-reader.js';
import { consents } from './member-consent.js';
import { planMember, removalRefusal, type MemberPlan, type MemberRefusal } from './member-plan.js';
import { lockMembers, Memberships } from './memberships.js';
import { OnlyInDirectory } from './only-in-directory.js';

/** Puts people into groups and takes them out. */
@Injectable()
export class MembersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly groups: GroupReader,
    private readonly memberships: Memberships,
    private readonly invitations: GroupInvitations,
    private readonly onlyInDirectory: OnlyInDirectory,
  ) {}

  /** Resolves with the member, or with the invitation when the person is asked first. */
  async add(actor: Actor, groupId: string, request: AddGroupMember): Promise<GroupMember | GroupInvitation> {
    const { userId, username = '', teaches } = request;
    const names = userId === undefined ? [toUsername(username)] : [];
    const inDirectory = await this.onlyInDirectory.among(this.dataSource.manager, actor, names);
    const added = await this.inGroup(actor, 'manage-members', groupId, async (tx, group) => {
      const user = await tx.findOneBy(
        UserEntity,
        userId === undefined ? { username: toUsername(username) } : { id: userId },
      );
      const pointer = userId === undefined ? '/username' : '/userId';
      return this.put(tx, actor, group, { user, isOnlyInDirectory: inDirectory.size > 0, teaches, pointer });
    });
    const invitations = await this.invitations.listOf(actor, groupId);
    const invitation = invitations.find(({ user }) => user.id === added.id);
    return invitation ?? this.show(actor, groupId, added.id);
  }

  async change(actor: Actor, groupId: string, userId: string, teaches: boolean): Promise<GroupMember> {
    await this.inGroup(actor, 'manage-groups', groupId, async (tx, group) => {
      const { user } = await this.findMember(tx, groupId, userId);
      await this.put(tx, actor, group, { user, teaches, pointer: '/teaches' });
    });
    return this.show(actor, groupId, userId);
  }

  async remove(actor: Actor, groupId: string, userId: string): Promise<void> {
    await this.inGroup(actor, 'manage-members', groupId, async (tx, group) => {
      const member = await this.findMember(tx, groupId, userId);
      const refusal = removalRefusal(actor, { group, member, user: member.user });
      if (refusal) throw problemOf(refusal, '');
      await this.memberships.remove(tx, actor, group, member.user);
    });
  }

  private async put(
    tx: EntityManager,
    actor: Actor,
    group: GroupEntity,
    {
      user,
      isOnlyInDirectory = false,
      teaches,
      pointer,
    }: { user: UserEntity | null; isOnlyInDirectory?: boolean; teaches: boolean; pointer: string },
  ): Promise<UserEntity> {
    const member = user && (await tx.findOneBy(GroupMemberEntity, { groupId: group.id, userId: user.id }));
    const asked = await consents(tx, actor, group.id, user ? [user.id] : []);
    const consent = (user && asked.get(user.id)) ?? 'not-needed';
    const plan: MemberPlan = planMember(actor, {
      group,
      user,
      isOnlyInDirectory,
      member,
      teaches,
      consent,
    });
    if (plan.outcome === 'refused') throw problemOf(plan.refusal, pointer);
    if (!user) throw new ProblemError('not-found');
    if (plan.outcome === 'invited') await this.invitations.invite(tx, actor, group, user);
    else if (plan.outcome !== 'unchanged')
      await this.memberships.put(tx, actor, group, user, { teaches, isNew: plan.outcome === 'added' });
    return user;
  }

  private inGroup<T>(
    actor: Actor,
    permission: Permission,
    groupId: string,
    work: (tx: EntityManager, group: GroupEntity) => Promise<T>,
  ): Promise<T> {
    return this.dataSource.transaction(async (tx) => {
      const group = await this.groups.findFor(actor, permission, groupId, tx);
      await lockMembers(tx, groupId);
      return work(tx, group);
    });
  }

  private async findMember(tx: EntityManager, groupId: string, userId: string): Promise<GroupMemberEntity> {
    const member = await tx.findOne(GroupMemberEntity, {
      where: { groupId, userId },
      relations: { user: true },
    });
    if (!member) throw new ProblemError('not-found');
    return member;
  }

  private async show(actor: Actor, groupId: string, userId: string): Promise<GroupMember> {
    const members = await this.groups.membersOf(actor, groupId);
    const member = members.find(({ user }) => user.id === userId);
    if (!member) throw new ProblemError('not-found');
    return member;
  }
}

function problemOf(refusal: MemberRefusal, pointer: string): ProblemError {
  if (refusal === 'member.directory') return new ProblemError('directory-decides');
  return new ProblemError('invalid-request', {}, { errors: [fieldError(pointer, refusal)] });
}
