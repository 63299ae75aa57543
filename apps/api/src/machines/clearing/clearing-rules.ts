import { Injectable } from '@nestjs/common';
import type { DefaultClearing, GroupClearing, SetGroupClearing } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { mayForGroup } from '../../access/identity/permissions.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { DefaultClearingEntity } from './default-clearing.entity.js';
import { GroupClearingEntity } from './group-clearing.entity.js';

const BY_DEFAULT = { id: 1 };

/** After how long, and when, machines go to the bin: of a group for its teachers, by default for administrators. */
@Injectable()
export class ClearingRules {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
  ) {}

  async byDefault(tx: EntityManager = this.dataSource.manager): Promise<DefaultClearing> {
    const { unusedDays, keepDays } = await tx.findOneByOrFail(DefaultClearingEntity, BY_DEFAULT);
    return { unusedDays, keepDays };
  }

  async setDefault(actor: Actor, rule: DefaultClearing): Promise<DefaultClearing> {
    await this.dataSource.transaction(async (tx) => {
      const before = await this.byDefault(tx);
      await tx.update(DefaultClearingEntity, BY_DEFAULT, rule);
      const object = { id: null, name: 'default' };
      const details = { before, after: rule };
      await this.audit.record(tx, actor, { action: 'clearing.set', object, details });
    });
    return this.byDefault();
  }

  async show(actor: Actor, groupId: string): Promise<GroupClearing> {
    const { manager } = this.dataSource;
    await this.findFor(manager, actor, groupId);
    return { ...(await ofGroup(manager, groupId)), byDefault: await this.byDefault() };
  }

  async set(actor: Actor, groupId: string, change: SetGroupClearing): Promise<GroupClearing> {
    await this.dataSource.transaction(async (tx) => {
      const { name } = await this.findFor(tx, actor, groupId);
      const before = await ofGroup(tx, groupId);
      const after = { ...before, ...change };
      await tx.upsert(GroupClearingEntity, { groupId, ...after }, ['groupId']);
      const object = { id: groupId, name };
      await this.audit.record(tx, actor, { action: 'clearing.set', object, details: { before, after } });
    });
    return this.show(actor, groupId);
  }

  private async findFor(tx: EntityManager, actor: Actor, groupId: string): Promise<GroupEntity> {
    const mayKnow = mayForGroup(actor, 'set-quotas', groupId);
    const group = mayKnow ? await tx.findOneBy(GroupEntity, { id: groupId }) : null;
    if (!group) throw new ProblemError('not-found');
    return group;
  }
}

async function ofGroup(tx: EntityManager, groupId: string): Promise<Omit<GroupClearing, 'byDefault'>> {
  const { endsOn, unusedDays, keepDays } = (await tx.findOneBy(GroupClearingEntity, { groupId })) ?? {
    ...{ endsOn: null, unusedDays: null, keepDays: null },
  };
  return { endsOn, unusedDays, keepDays };
}
