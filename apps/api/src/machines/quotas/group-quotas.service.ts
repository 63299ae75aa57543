import { Injectable } from '@nestjs/common';
import type { GroupQuota, MemberUsage, SetGroupQuota } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { mayForGroup, reachOf } from '../../access/identity/permissions.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { changed } from './amounts.js';
import { GivingRules } from './giving-rules.js';
import { GroupQuotaEntity } from './group-quota.entity.js';
import { QuotaEvents } from './quota-events.js';
import { QuotaLimits } from './quota-limits.js';
import { lockGroup } from './quota-locks.js';
import { QuotasService } from './quotas.service.js';
import { usageOf } from './usages.js';

/** What a group may use, as a whole and each of its students: for its teachers and for administrators. */
@Injectable()
export class GroupQuotasService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: QuotaLimits,
    private readonly rules: GivingRules,
    private readonly quotas: QuotasService,
    private readonly events: QuotaEvents,
    private readonly audit: AuditWriter,
  ) {}

  async show(actor: Actor, groupId: string): Promise<GroupQuota> {
    const { manager } = this.dataSource;
    await this.findFor(manager, actor, groupId);
    const usage = await usageOf(manager, 'group_id', groupId);
    const byDefault = await this.quotas.byDefault();
    return { ...(await this.limits.ofGroup(manager, groupId)), usage, byDefault };
  }

  async set(actor: Actor, groupId: string, { perMember = {}, budget }: SetGroupQuota): Promise<GroupQuota> {
    await this.dataSource.transaction(async (tx) => {
      const group = await this.findFor(tx, actor, groupId);
      await lockGroup(tx, groupId);
      if (reachOf(actor, 'set-quotas') !== 'all') {
        // What the class gets as a whole is not the teacher's to say.
        if (budget) throw new ProblemError('role-too-low');
        await this.rules.mustFit(tx, [group], perMember);
      }
      const before = await this.limits.ofGroup(tx, groupId);
      const after = {
        perMember: changed(before.perMember, perMember),
        budget: changed(before.budget, budget ?? {}),
      };
      await tx.upsert(GroupQuotaEntity, { groupId, ...after }, ['groupId']);
      const object = { id: groupId, name: group.name };
      await this.audit.record(tx, actor, { action: 'quota.set', object, details: { before, after } });
      const members = await tx.findBy(GroupMemberEntity, { groupId });
      await this.events.record(
        tx,
        members.map(({ userId }) => userId),
      );
    });
    return this.show(actor, groupId);
  }

  /** What each student of the group uses and may use. */
  async usages(actor: Actor, groupId: string): Promise<MemberUsage[]> {
    const { manager } = this.dataSource;
    await this.findFor(manager, actor, groupId);
    const students = await manager.findBy(GroupMemberEntity, { groupId, teaches: false });
    return this.quotas.usagesOf(
      manager,
      students.map(({ userId }) => userId),
    );
  }

  private async findFor(tx: EntityManager, actor: Actor, groupId: string): Promise<GroupEntity> {
    const mayKnow = mayForGroup(actor, 'set-quotas', groupId);
    const group = mayKnow ? await tx.findOneBy(GroupEntity, { id: groupId }) : null;
    if (!group) throw new ProblemError('not-found');
    return group;
  }
}
