import { Injectable } from '@nestjs/common';
import {
  In,
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  type QueryDeepPartialEntity,
} from 'typeorm';
import { GroupMemberEntity } from '../identity/group-member.entity.js';
import { GroupEntity } from '../identity/group.entity.js';
import type { UserEntity } from '../identity/user.entity.js';
import type { DirectoryClass } from './directory.js';
import type { KnownMembership } from './is-up-to-date.js';

/** Makes groups of the directory's classes, and puts people into them and out again. */
@Injectable()
export class ClassMemberships {
  /** The groups of these classes by DN; made when they are not there. */
  async ensureGroups(tx: EntityManager, classes: readonly DirectoryClass[]): Promise<Map<string, string>> {
    // Always in the same order, so that two sign-ins that make the same groups cannot deadlock.
    const sorted = [...classes].sort((one, other) => (one.dn < other.dn ? -1 : 1));
    for (let attempt = 0; ; attempt++) {
      const groups = await tx.findBy(GroupEntity, { directoryDn: In(sorted.map(({ dn }) => dn)) });
      const known = new Map(groups.map(({ directoryDn, id }) => [directoryDn ?? '', id]));
      const missing = sorted.filter(({ dn }) => !known.has(dn));
      if (missing.length === 0) return known;
      await this.makeGroups(tx, missing, remark(attempt));
    }
  }

  countGroups(tx: EntityManager): Promise<number> {
    return tx.countBy(GroupEntity, { source: 'directory' });
  }

  /** The memberships of all directory accounts, by the user's id. */
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

  /** Resolves with whether anything changed. Memberships that were given by hand stay. */
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
    await insertOrIgnore(tx, GroupMemberEntity, rows);
    return gone.length + other.length + fresh.length > 0;
  }

  /** A group whose name is taken is not made: the existing one keeps the name. */
  private async makeGroups(
    tx: EntityManager,
    classes: readonly DirectoryClass[],
    remark: string,
  ): Promise<void> {
    const rows = classes.map(({ dn, name }) => ({
      name: `${name}${remark}`,
      source: 'directory' as const,
      directoryDn: dn,
    }));
    await insertOrIgnore(tx, GroupEntity, rows);
  }
}

const ROWS_AT_ONCE = 1000;

async function insertOrIgnore<T extends ObjectLiteral>(
  tx: EntityManager,
  entity: EntityTarget<T>,
  rows: QueryDeepPartialEntity<T>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .orIgnore()
      .execute();
}

const remark = (attempt: number) =>
  attempt === 0 ? '' : attempt === 1 ? ' (annuaire)' : ` (annuaire ${attempt})`;
