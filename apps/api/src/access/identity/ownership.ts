import { In, type EntityManager } from 'typeorm';
import { GroupMemberEntity } from './group-member.entity.js';

/** Who owns something, and the groups in which the owner is a student. */
export interface Ownership {
  ownerId: string;
  ownerGroupIds: readonly string[];
}

/**
 * Only students are taught: a teacher or an administrator who is listed among a class's students gives its teachers no
 * rights over what is theirs.
 */
const TAUGHT_ROLE = 'student';

export async function ownershipOf(manager: EntityManager, ownerId: string): Promise<Ownership> {
  return { ownerId, ownerGroupIds: (await studentGroupsOf(manager, [ownerId])).get(ownerId) ?? [] };
}

/** The groups in which these people are students, by person; those who are in none are left out. */
export async function studentGroupsOf(
  manager: EntityManager,
  ownerIds: readonly string[],
): Promise<Map<string, string[]>> {
  const memberships = await manager.find(GroupMemberEntity, {
    where: { userId: In([...new Set(ownerIds)]), teaches: false, user: { role: TAUGHT_ROLE } },
    select: { groupId: true, userId: true },
  });
  const groups = new Map<string, string[]>();
  for (const { userId, groupId } of memberships) groups.set(userId, [...(groups.get(userId) ?? []), groupId]);
  return groups;
}

/** SQL condition: `column` is the id of a member of `:group`. */
export const isInGroup = (column: string, { asStudent = false } = {}) =>
  `EXISTS (SELECT FROM "group_members" "member" WHERE "member"."group_id" = :group AND "member"."user_id" = ${column}
     ${asStudent ? 'AND NOT "member"."teaches"' : ''})`;

/** SQL for the ids of the students of `:taughtGroupIds`. */
export const STUDENTS_OF_GROUPS = `
  SELECT "member"."user_id" FROM "group_members" "member"
    JOIN "users" "student" ON "student"."id" = "member"."user_id" AND "student"."role" = '${TAUGHT_ROLE}'
    WHERE NOT "member"."teaches" AND "member"."group_id" = ANY(:taughtGroupIds)`;
