import { Injectable } from '@nestjs/common';
import type { Group, GroupMember } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { mayForGroup, reachOf, taughtGroupIds, type Permission } from '../../access/identity/permissions.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { toGroup, toGroupMember } from './group.mapper.js';
import { groupRows, memberRows } from './group.queries.js';
import { membersAsCsv } from './members-csv.js';

/** Reads groups for an actor: all for administrators, their own for teachers. */
@Injectable()
export class GroupReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
  ) {}

  async listFor(actor: Actor): Promise<Group[]> {
    const taught = taughtGroupIds(actor);
    const ids = reachOf(actor, 'see-groups') === 'all' ? null : taught;
    return (await groupRows(this.dataSource.manager, ids)).map((row) => toGroup(row, taught));
  }

  async show(actor: Actor, groupId: string): Promise<Group> {
    await this.findFor(actor, 'see-groups', groupId);
    const [row] = await groupRows(this.dataSource.manager, [groupId]);
    if (!row) throw new ProblemError('not-found');
    return toGroup(row, taughtGroupIds(actor));
  }

  async membersOf(actor: Actor, groupId: string): Promise<GroupMember[]> {
    await this.findFor(actor, 'see-groups', groupId);
    const seesAll = reachOf(actor, 'see-accounts') === 'all';
    return (await memberRows(this.dataSource.manager, groupId)).map((row) => toGroupMember(row, seesAll));
  }

  async export(actor: Actor, groupId: string): Promise<string> {
    const { name } = await this.findFor(actor, 'see-groups', groupId);
    const members = await this.membersOf(actor, groupId);
    await this.audit.record(this.dataSource.manager, actor, {
      action: 'group.export',
      object: { id: groupId, name },
      details: { members: members.length },
    });
    return membersAsCsv(members, actor.language);
  }

  /** Rejects with `not-found` when it is not within reach. */
  async findFor(
    actor: Actor,
    permission: Permission,
    groupId: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<GroupEntity> {
    const group = await manager.findOneBy(GroupEntity, { id: groupId });
    if (!group) throw new ProblemError('not-found');
    if (mayForGroup(actor, permission, groupId)) return group;
    throw new ProblemError('not-found', {}, { withheld: { id: groupId, name: group.name, ownerId: null } });
  }
}
