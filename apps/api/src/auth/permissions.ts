import type { Role } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { Actor } from './actor.js';
import { GroupMemberEntity } from './group-member.entity.js';

/** Whose things: nobody's, one's own, also those of the students in groups one teaches, everyone's. */
type Reach = 'none' | 'own' | 'taught' | 'all';

/** Who may do what, and to whose. */
export const PERMISSIONS = {
  'operate-vms': { student: 'own', teacher: 'taught', admin: 'all' },
  'open-consoles': { student: 'own', teacher: 'taught', admin: 'all' },
  'ask-for-more': { student: 'own', teacher: 'own', admin: 'none' },
  'decide-requests': { student: 'none', teacher: 'taught', admin: 'all' },
  'set-quotas': { student: 'none', teacher: 'taught', admin: 'all' },
  'manage-members': { student: 'none', teacher: 'taught', admin: 'all' },
  'run-platform': { student: 'none', teacher: 'none', admin: 'all' },
} as const satisfies Record<string, Record<Role, Reach>>;
export type Permission = keyof typeof PERMISSIONS;

/** Whose a thing is: its owner, and the groups in which the owner is a student. */
export interface Ownership {
  ownerId: string;
  ownerGroupIds: readonly string[];
}

export function may(actor: Actor, permission: Permission, { ownerId, ownerGroupIds }: Ownership): boolean {
  const reach: Reach = PERMISSIONS[permission][actor.role];
  if (reach === 'none') return false;
  if (reach === 'all' || ownerId === actor.id) return true;
  const taught = taughtGroupIds(actor);
  return reach === 'taught' && ownerGroupIds.some((id) => taught.includes(id));
}

export const mayOperate = (actor: Actor, ownership: Ownership) => may(actor, 'operate-vms', ownership);

/** The same as a condition on a column with owners' ids: `query.andWhere(where, parameters)`. */
export function visibleOwners(
  actor: Actor,
  column: string,
): { where: string; parameters: Record<string, unknown> } {
  const reach: Reach = PERMISSIONS['operate-vms'][actor.role];
  if (reach === 'all') return { where: 'TRUE', parameters: {} };
  const parameters = { actorId: actor.id, taughtGroupIds: taughtGroupIds(actor) };
  const ofStudents = `SELECT "user_id" FROM "group_members" WHERE NOT "teaches" AND "group_id" = ANY(:taughtGroupIds)`;
  return reach === 'taught'
    ? { where: `(${column} = :actorId OR ${column} IN (${ofStudents}))`, parameters }
    : { where: `${column} = :actorId`, parameters };
}

/** The same for one owner; asks the database only when the answer depends on groups. */
export async function maySeeOwner(manager: EntityManager, actor: Actor, ownerId: string): Promise<boolean> {
  if (mayOperate(actor, { ownerId, ownerGroupIds: [] })) return true;
  if (taughtGroupIds(actor).length === 0) return false;
  const memberships = await manager.find(GroupMemberEntity, { where: { userId: ownerId, teaches: false } });
  return mayOperate(actor, { ownerId, ownerGroupIds: memberships.map(({ groupId }) => groupId) });
}

function taughtGroupIds(actor: Actor): string[] {
  return actor.groups.filter(({ teaches }) => teaches).map(({ id }) => id);
}
