import type { Role } from '@vm-manager/contracts';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { may } from '../../access/identity/permissions.js';
import type { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { ResourceRequestEntity } from './resource-request.entity.js';

/** Who asks, as far as it matters for who decides. */
export interface Asker {
  id: string;
  role: Role;
  /** Those in which they are a student. */
  groups: readonly { id: string; name: string }[];
}

/** Teachers decide for students of their groups, administrators for everyone; nobody for themselves. */
export function mayDecide(actor: Actor, { id, role, groups }: Asker): boolean {
  if (actor.id === id) return false;
  // A teacher who attends a colleague's course stays a teacher.
  const ownerGroupIds = role === 'student' ? groups.map((group) => group.id) : [];
  return may(actor, 'decide-requests', { ownerId: id, ownerGroupIds });
}

export async function askersOf(
  tx: EntityManager,
  users: readonly Pick<UserEntity, 'id' | 'role'>[],
): Promise<Map<string, Asker>> {
  const ids = users.map(({ id }) => id);
  const memberships = await tx.find(GroupMemberEntity, {
    where: { userId: In(ids), teaches: false },
    relations: { group: true },
    order: { group: { name: 'ASC' } },
  });
  return new Map(
    users.map(({ id, role }) => {
      const groups = memberships
        .filter(({ userId }) => userId === id)
        .map(({ group }) => ({ id: group.id, name: group.name }));
      return [id, { id, role, groups }];
    }),
  );
}

/** Who is told that someone asks: their teachers who may sign in, else the administrators. */
export async function decidersOf(
  tx: EntityManager,
  rule: SignInRule,
  { id, role, groups }: Asker,
): Promise<{ userIds: string[]; administratorsOnly: boolean }> {
  const teaching =
    role === 'student'
      ? await tx.find(GroupMemberEntity, {
          where: {
            groupId: In(groups.map((group) => group.id)),
            teaches: true,
            user: rule.where({ role: 'teacher' }),
          },
        })
      : [];
  const teacherIds = [...new Set(teaching.map(({ userId }) => userId))].filter((userId) => userId !== id);
  if (teacherIds.length > 0) return { userIds: teacherIds, administratorsOnly: false };
  const admins = await tx.findBy(UserEntity, rule.where({ role: 'admin' }));
  return { userIds: admins.map((admin) => admin.id), administratorsOnly: true };
}

/** Rejects with `role-too-low` whoever may not decide about it, by what is so in the transaction. */
export async function mustDecide(
  tx: EntityManager,
  actor: Actor,
  { requesterId }: ResourceRequestEntity,
): Promise<void> {
  const requester = await tx.findOneByOrFail(UserEntity, { id: requesterId });
  const asker = (await askersOf(tx, [requester])).get(requesterId);
  if (!asker || !mayDecide(actor, asker)) throw new ProblemError('role-too-low');
}
