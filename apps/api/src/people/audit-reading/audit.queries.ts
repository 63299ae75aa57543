import { AuditAction, type AuditFilter } from '@vm-manager/contracts';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { folded, mentions, patternsOf, prefixPattern } from '../../foundation/database/folded.js';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';

/** The filter without the place where a page begins. */
export type AuditSelection = Omit<AuditFilter, 'before' | 'limit'>;

/** The lines that the filter lets through, newest first. */
export async function auditQuery(
  manager: EntityManager,
  filter: AuditSelection,
): Promise<SelectQueryBuilder<AuditEntryEntity>> {
  const query = manager
    .createQueryBuilder(AuditEntryEntity, 'line')
    .orderBy('line.at', 'DESC')
    .addOrderBy('line.id', 'DESC');
  if (filter.person) query.andWhere(OF_PEOPLE, await peopleCalled(manager, filter.person));
  if (filter.action) query.andWhere('line.action = :action', { action: filter.action });
  if (filter.kind) query.andWhere('line.action = ANY(:actions)', { actions: actionsOn(filter.kind) });
  if (filter.outcome) query.andWhere('line.outcome = :outcome', { outcome: filter.outcome });
  if (filter.object) query.andWhere(ABOUT, { object: filter.object, prefix: prefixPattern(filter.object) });
  if (filter.from) query.andWhere('line.at >= :from', { from: new Date(filter.from) });
  if (filter.to) query.andWhere('line.at < :to', { to: new Date(filter.to) });
  return query;
}

/** Lines after this one in the same order: by time first, as several processes do not write in the order of ids. */
export function after(
  query: SelectQueryBuilder<AuditEntryEntity>,
  id: string,
): SelectQueryBuilder<AuditEntryEntity> {
  return query.andWhere('(line.at, line.id) < (SELECT at, id FROM audit_log WHERE id = :before)', {
    before: id,
  });
}

/** Lines of an account by its name, also when the account is gone, or by its id. */
async function peopleCalled(manager: EntityManager, text: string) {
  const found = await manager
    .createQueryBuilder(UserEntity, 'person')
    .select(['person.id', 'person.username'])
    .where(mentions('person.username', 'person.display_name'), { patterns: patternsOf(text) })
    .getMany();
  return {
    names: [...new Set([text.toLowerCase(), ...found.map(({ username }) => username)])],
    ids: found.map(({ id }) => id),
  };
}

const OF_PEOPLE = `(line.actor_name = ANY(:names) OR line.owner_name = ANY(:names) OR line.object_id = ANY(:ids))`;
const ABOUT = `(line.object_id = :object OR ${folded('line.object_name')} LIKE :prefix)`;

const actionsOn = (kind: string) => AuditAction.options.filter((action) => action.startsWith(`${kind}.`));
