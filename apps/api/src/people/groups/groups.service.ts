import { Injectable } from '@nestjs/common';
import type { CreateGroup, Group, UpdateGroup } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { RightsChanges } from '../../access/sessions/rights-changes.js';
import { brokenConstraint } from '../../foundation/database/broken-constraint.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { QuotaEvents } from '../../machines/quotas/quota-events.js';
import { VmRecord } from '../../machines/vms/vm-record.js';
import { GroupReader } from './group-reader.js';

/** Makes, renames and removes groups, for administrators. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: GroupReader,
    private readonly vms: VmRecord,
    private readonly rights: RightsChanges,
    private readonly quotas: QuotaEvents,
    private readonly audit: AuditWriter,
  ) {}

  async create(actor: Actor, { name }: CreateGroup): Promise<Group> {
    const id = await this.unlessTaken(async (tx) => {
      const group = await tx.save(tx.create(GroupEntity, { name }));
      await this.audit.record(tx, actor, { action: 'group.create', object: { id: group.id, name } });
      return group.id;
    });
    return this.reader.show(actor, id);
  }

  async rename(actor: Actor, groupId: string, { name }: UpdateGroup): Promise<Group> {
    await this.unlessTaken(async (tx) => {
      const group = await this.reader.findFor(actor, 'manage-groups', groupId, tx);
      if (group.name === name) return;
      if (group.source === 'directory') throw new ProblemError('directory-decides');
      await tx.update(GroupEntity, { id: groupId }, { name });
      const object = { id: groupId, name };
      await this.audit.record(tx, actor, { action: 'group.update', object, details: { from: group.name } });
    });
    return this.reader.show(actor, groupId);
  }

  /**
   * VMs that are charged to it stay with their owners. A directory group can be removed once it has no members in the
   * directory.
   */
  async remove(actor: Actor, groupId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const group = await this.reader.findFor(actor, 'manage-groups', groupId, tx);
      const members = await tx.findBy(GroupMemberEntity, { groupId });
      if (group.source === 'directory' && members.some(({ source }) => source === 'directory'))
        throw new ProblemError('directory-decides');
      const userIds = members.map(({ userId }) => userId);
      const vmCount = await this.vms.leaveGroup(tx, groupId);
      await tx.delete(GroupEntity, { id: groupId });
      await this.rights.announce(userIds, tx);
      await this.quotas.record(tx, userIds);
      const object = { id: groupId, name: group.name };
      const details = { members: userIds.length, vms: vmCount };
      await this.audit.record(tx, actor, { action: 'group.delete', object, details });
    });
  }

  private async unlessTaken<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work).catch((error: unknown) => {
      if (brokenConstraint(error) === 'UQ_groups_name')
        throw new ProblemError('name-taken', {}, { cause: error });
      throw error;
    });
  }
}
