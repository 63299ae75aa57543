import type { AccountFilter } from '@vm-manager/contracts';
import { In, IsNull, Not, type DataSource, type FindOptionsWhere, type SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { reachOf, visibleOwners } from '../../access/identity/permissions.js';
import { OPEN_ACCOUNT } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { folded, mentions, patternsOf } from '../../foundation/database/folded.js';
import { isInGroup } from '../../access/identity/ownership.js';
import { VMS_PER_OWNER } from '../../machines/vms/vms-per-owner.js';

export type AccountSelection = Omit<AccountFilter, 'offset' | 'limit'>;

const SORTED_BY: Record<AccountFilter['sort'], string> = {
  username: 'account.username',
  displayName: folded('account.display_name'),
  lastSignInAt: 'account.lastSignInAt',
  createdAt: 'account.createdAt',
};
const STATES: Record<NonNullable<AccountFilter['state']>, FindOptionsWhere<UserEntity>> = {
  active: OPEN_ACCOUNT,
  disabled: { disabledAt: Not(IsNull()) },
  left: { leftDirectoryAt: Not(IsNull()) },
};
const MENTIONS = mentions('account.username', 'account.display_name', 'account.email');

/** The accounts that this reader may list: a teacher's are their students. */
export function accountsFor(
  actor: Actor,
  dataSource: DataSource,
  { search, role, source, state, group, sort, order }: AccountSelection,
): SelectQueryBuilder<UserEntity> {
  const visible = visibleOwners(actor, 'account.id', 'see-accounts');
  const direction = order === 'desc' ? 'DESC' : 'ASC';
  const query = dataSource
    .createQueryBuilder(UserEntity, 'account')
    .where(visible.where, visible.parameters)
    .orderBy(SORTED_BY[sort], direction, 'NULLS LAST')
    .addOrderBy('account.id', direction);
  if (reachOf(actor, 'see-accounts') === 'taught')
    query.andWhere('account.id <> :reader', { reader: actor.id });
  if (search) query.andWhere(MENTIONS, { patterns: patternsOf(search) });
  if (role) query.andWhere({ role });
  if (source) query.andWhere({ source });
  if (state) query.andWhere(STATES[state]);
  if (group) query.andWhere(isInGroup('account.id'), { group });
  return query;
}

/** How many VMs each of these people has. */
export async function vmCountsOf(dataSource: DataSource, userIds: string[]): Promise<Map<string, number>> {
  const rows = await dataSource.query<{ owner_id: string; vms: number }[]>(
    `SELECT owner_id, vms::int FROM (${VMS_PER_OWNER}) counted WHERE owner_id = ANY($1)`,
    [userIds],
  );
  return new Map(rows.map(({ owner_id, vms }) => [owner_id, vms]));
}

export const membershipsOf = (dataSource: DataSource, userIds: string[]): Promise<GroupMemberEntity[]> =>
  dataSource.getRepository(GroupMemberEntity).find({
    where: { userId: In(userIds) },
    relations: { group: true },
    order: { group: { name: 'ASC' } },
  });
