import type { EntityManager } from 'typeorm';
import type { RightsHolder } from './actor.js';
import { GroupMemberEntity } from './group-member.entity.js';
import { OPEN_ACCOUNT } from './sign-in-rule.js';
import { UserEntity } from './user.entity.js';

/** What an account may rely on in this transaction, for work that outlives its request. Null once it is closed or gone. */
export async function accountNow(tx: EntityManager, id: string): Promise<RightsHolder | null> {
  const user = await tx.findOne(UserEntity, {
    where: { id, ...OPEN_ACCOUNT },
    select: { id: true, role: true },
  });
  if (!user) return null;
  const members = await tx.find(GroupMemberEntity, { where: { userId: id }, relations: { group: true } });
  const groups = members.map(({ group, teaches }) => ({ id: group.id, name: group.name, teaches }));
  return { id, role: user.role, groups };
}
