import type { Role, TokenScope } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { Actor, RightsHolder } from './actor.js';
import { ownershipOf, STUDENTS_OF_GROUPS, type Ownership } from './ownership.js';

/** Whose things a role may act on: nobody's, its own, also those of the students in taught groups, everyone's. */
export type Reach = 'none' | 'own' | 'taught' | 'all';

type Rule = Record<Role, Reach> & { token: TokenScope | null };

/**
 * For each action: whose things each role may act on, and the scope that an access token needs at least; null where no token is
 * accepted. This is the only definition of what a role may do. `ownership.ts` defines whom a teacher teaches.
 */
export const PERMISSIONS = {
  'see-vms': { student: 'own', teacher: 'taught', admin: 'all', token: 'read' },
  'operate-vms': { student: 'own', teacher: 'taught', admin: 'all', token: 'operate' },
  'restore-backups': { student: 'none', teacher: 'taught', admin: 'all', token: 'administer' },
  'open-consoles': { student: 'own', teacher: 'taught', admin: 'all', token: 'operate' },
  'ask-for-help': { student: 'own', teacher: 'own', admin: 'own', token: 'operate' },
  'ask-for-more': { student: 'own', teacher: 'own', admin: 'none', token: 'operate' },
  'answer-invitations': { student: 'own', teacher: 'none', admin: 'none', token: 'administer' },
  'decide-requests': { student: 'none', teacher: 'taught', admin: 'all', token: 'administer' },
  'manage-series': { student: 'none', teacher: 'taught', admin: 'all', token: 'operate' },
  'set-quotas': { student: 'none', teacher: 'taught', admin: 'all', token: 'administer' },
  'see-accounts': { student: 'none', teacher: 'taught', admin: 'all', token: 'administer' },
  'manage-accounts': { student: 'none', teacher: 'none', admin: 'all', token: 'administer' },
  'see-groups': { student: 'none', teacher: 'taught', admin: 'all', token: 'administer' },
  'manage-members': { student: 'none', teacher: 'taught', admin: 'all', token: 'administer' },
  'manage-groups': { student: 'none', teacher: 'none', admin: 'all', token: 'administer' },
  'manage-sessions': { student: 'own', teacher: 'own', admin: 'all', token: 'administer' },
  'manage-tokens': { student: 'own', teacher: 'own', admin: 'all', token: null },
  'own-credentials': { student: 'own', teacher: 'own', admin: 'own', token: null },
  'read-audit': { student: 'none', teacher: 'none', admin: 'all', token: 'administer' },
  'run-platform': { student: 'none', teacher: 'none', admin: 'all', token: 'administer' },
} as const satisfies Record<string, Rule>;
export type Permission = keyof typeof PERMISSIONS;

export const reachOf = (actor: Pick<Actor, 'role'>, permission: Permission): Reach =>
  PERMISSIONS[permission][actor.role];

export function may(
  actor: RightsHolder,
  permission: Permission,
  { ownerId, ownerGroupIds }: Ownership,
): boolean {
  const reach = reachOf(actor, permission);
  if (reach === 'none') return false;
  if (reach === 'all' || ownerId === actor.id) return true;
  const taught = taughtGroupIds(actor);
  return reach === 'taught' && ownerGroupIds.some((id) => taught.includes(id));
}

/** The same for an owner by id; asks the database only when the answer depends on groups. */
export async function mayTo(
  manager: EntityManager,
  actor: RightsHolder,
  permission: Permission,
  ownerId: string,
): Promise<boolean> {
  if (may(actor, permission, { ownerId, ownerGroupIds: [] })) return true;
  if (reachOf(actor, permission) !== 'taught' || taughtGroupIds(actor).length === 0) return false;
  return may(actor, permission, await ownershipOf(manager, ownerId));
}

/**
 * To whom a thing belongs: to a person, else to a group. What belongs to neither is reached only by those whose reach
 * is everything.
 */
export interface Belonging {
  ownerId: string | null;
  groupId: string | null;
}

export async function mayReach(
  manager: EntityManager,
  actor: Actor,
  permission: Permission,
  { ownerId, groupId }: Belonging,
): Promise<boolean> {
  if (ownerId !== null) return mayTo(manager, actor, permission, ownerId);
  return groupId === null ? reachOf(actor, permission) === 'all' : mayForGroup(actor, permission, groupId);
}

/** Whether this group is within reach: all, or those one teaches. */
export function mayForGroup(actor: Actor, permission: Permission, groupId: string): boolean {
  const reach = reachOf(actor, permission);
  return reach === 'all' || (reach === 'taught' && taughtGroupIds(actor).includes(groupId));
}

export const maySeeOwner = (manager: EntityManager, actor: Actor, ownerId: string) =>
  mayTo(manager, actor, 'see-vms', ownerId);

/** The same as a condition on a column with owners' ids: `query.andWhere(where, parameters)`. */
export function visibleOwners(
  actor: Actor,
  column: string,
  permission: Permission = 'see-vms',
): { where: string; parameters: Record<string, unknown> } {
  const reach = reachOf(actor, permission);
  if (reach === 'none') return { where: 'FALSE', parameters: {} };
  if (reach === 'all') return { where: 'TRUE', parameters: {} };
  const parameters = { actorId: actor.id, taughtGroupIds: taughtGroupIds(actor) };
  return reach === 'taught'
    ? { where: `(${column} = :actorId OR ${column} IN (${STUDENTS_OF_GROUPS}))`, parameters }
    : { where: `${column} = :actorId`, parameters };
}

/** The same as a condition on rows with `owner_id` and `group_id`, for what may be somebody's, a group's or nobody's. */
export function withinReach(
  actor: Actor,
  alias: string,
  permission: Permission = 'see-vms',
): { where: string; parameters: Record<string, unknown> } {
  const { where, parameters } = visibleOwners(actor, `${alias}.owner_id`, permission);
  if (reachOf(actor, permission) !== 'taught') return { where, parameters };
  // A row that has an owner is the owner's, whatever group it is counted to.
  const ofGroup = `${alias}.owner_id IS NULL AND ${alias}.group_id = ANY(:taughtGroupIds)`;
  return { where: `(${where} OR (${ofGroup}))`, parameters };
}

export const taughtGroupIds = ({ groups }: Pick<Actor, 'groups'>): string[] =>
  groups.filter(({ teaches }) => teaches).map(({ id }) => id);
