import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { GroupMemberEntity } from '../group-member.entity.js';
import { GroupEntity } from '../group.entity.js';
import type { UserEntity } from '../user.entity.js';
import type { DirectoryClass } from './directory.js';
import type { KnownMembership } from './is-up-to-date.js';

/** Makes groups of the directory's classes, and puts people into them and out again. */
@Injectable()
export class ClassMemberships {
  /** The groups of these classes by DN; made when they are not there. */
  async ensureGroups(tx: EntityManager, classes: readonly DirectoryClass[]): Promise<Map<string, string>> {
    const find = () => tx.findBy(GroupEntity, { directoryDn: In(classes.map(({ dn }) => dn)) });
    const known = new Map((await find()).map(({ directoryDn, id }) => [directoryDn, id]));
    for (const one of classes) if (!known.has(one.dn)) await this.makeGroup(tx, one);
    const groups = classes.length > known.size ? await find() : [];
    return new Map([
      ...[...known].flatMap(([dn, id]) => (dn === null ? [] : [[dn, id] as const])),
      ...groups.flatMap(({ directoryDn, id }) => (directoryDn === null ? [] : [[directoryDn, id] as const])),
    ]);
  }

  countGroups(tx: EntityManager): Promise<number> {
    return tx.countBy(GroupEntity, { source: 'directory' });
  }

  /** Of everyone whom the directory knows, by the user's id. */
  async ofAll(manager: EntityManager): Promise<Map<string, KnownMembership[]>> {
    const members = await manager.find(GroupMemberEntity, {
      where: { user: { source: 'directory' } },
      relations: { group: true },
    });
    const byUser = Map.groupBy(members, ({ userId }) => userId);
    const known = [...byUser].map(
      ([userId, own]) =>
        [
          userId,
          own.map(({ source, teaches, group }) => ({ source, teaches, directoryDn: group.directoryDn })),
        ] as const,
    );
    return new Map(known);
  }

  /** Resolves with whether anything is different. What an administrator or teacher gave by hand stays. */
  async refresh(tx: EntityManager, user: UserEntity, classes: readonly DirectoryClass[]): Promise<boolean> {
    const wanted = user.role === 'admin' ? [] : classes;
    const groups = new Set((await this.ensureGroups(tx, wanted)).values());
    const teaches = user.role === 'teacher';
    const had = await tx.findBy(GroupMemberEntity, { userId: user.id });
    const gone = had.filter(({ source, groupId }) => source === 'directory' && !groups.has(groupId));
    const other = had.filter(
      (member) => member.source === 'directory' && groups.has(member.groupId) && member.teaches !== teaches,
    );
    const fresh = [...groups].filter((groupId) => !had.some((member) => member.groupId === groupId));
    for (const { groupId } of gone) await tx.delete(GroupMemberEntity, { groupId, userId: user.id });
    for (const { groupId } of other)
      await tx.update(GroupMemberEntity, { groupId, userId: user.id }, { teaches });
    const rows = fresh.map((groupId) => ({
      groupId,
      userId: user.id,
      teaches,
      source: 'directory' as const,
    }));
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
      await tx
        .createQueryBuilder()
        .insert()
        .into(GroupMemberEntity)
        .values(rows.slice(from, from + ROWS_AT_ONCE))
        .orIgnore()
        .execute();
    return gone.length + other.length + fresh.length > 0;
  }

  /** A name that is taken gets a remark: what was there first keeps its own. */
  private async makeGroup(tx: EntityManager, { dn, name }: DirectoryClass): Promise<void> {
    for (let n = 0; !(await tx.existsBy(GroupEntity, { directoryDn: dn })); n++) {
      const remark = n === 0 ? '' : n === 1 ? ' (annuaire)' : ` (annuaire ${n})`;
      await tx
        .createQueryBuilder()
        .insert()
        .into(GroupEntity)
        .values({ name: `${name}${remark}`, source: 'directory', directoryDn: dn })
        .orIgnore()
        .execute();
    }
  }
}

const ROWS_AT_ONCE = 1000;
