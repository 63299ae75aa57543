import { describe, expect, it } from '@jest/globals';
import type { Role } from '@vm-manager/contracts';
import type { Actor } from './actor.js';
import { may, mayForGroup, PERMISSIONS, visibleOwners, type Permission } from './permissions.js';

const actor = (role: Role, groups: [id: string, teaches: boolean][] = []): Actor => ({
  id: 'me',
  username: 'me',
  displayName: 'Me',
  role,
  groups: groups.map(([id, teaches]) => ({ id, name: id, teaches })),
  language: 'fr',
  sessionId: 'session',
  scope: null,
  address: null,
});

/** To whose things: one's own, those of a student in a group of one's own, anyone else's. */
const WHOSE = {
  own: { ownerId: 'me', ownerGroupIds: ['sisr'] },
  'own group': { ownerId: 'other', ownerGroupIds: ['sisr', 'maths'] },
  other: { ownerId: 'other', ownerGroupIds: ['slam'] },
};
type Whose = keyof typeof WHOSE;

/** Written out by hand, so that a slip in the table of rules shows here. */
const OWN: Whose[] = ['own'];
const TAUGHT: Whose[] = ['own', 'own group'];
const ALL: Whose[] = ['own', 'own group', 'other'];
const EXPECTED: Record<Permission, Record<Role, Whose[]>> = {
  'see-vms': { student: OWN, teacher: TAUGHT, admin: ALL },
  'operate-vms': { student: OWN, teacher: TAUGHT, admin: ALL },
  'restore-backups': { student: [], teacher: TAUGHT, admin: ALL },
  'open-consoles': { student: OWN, teacher: TAUGHT, admin: ALL },
  'ask-for-help': { student: OWN, teacher: OWN, admin: OWN },
  'ask-for-more': { student: OWN, teacher: OWN, admin: [] },
  'answer-invitations': { student: OWN, teacher: [], admin: [] },
  'decide-requests': { student: [], teacher: TAUGHT, admin: ALL },
  'manage-series': { student: [], teacher: TAUGHT, admin: ALL },
  'set-quotas': { student: [], teacher: TAUGHT, admin: ALL },
  'see-accounts': { student: [], teacher: TAUGHT, admin: ALL },
  'manage-accounts': { student: [], teacher: [], admin: ALL },
  'see-groups': { student: [], teacher: TAUGHT, admin: ALL },
  'manage-members': { student: [], teacher: TAUGHT, admin: ALL },
  'manage-groups': { student: [], teacher: [], admin: ALL },
  'manage-sessions': { student: OWN, teacher: OWN, admin: ALL },
  'manage-tokens': { student: OWN, teacher: OWN, admin: ALL },
  'own-credentials': { student: OWN, teacher: OWN, admin: OWN },
  'read-audit': { student: [], teacher: [], admin: ALL },
  'run-platform': { student: [], teacher: [], admin: ALL },
};

const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];
const ROLES: Role[] = ['student', 'teacher', 'admin'];

describe.each(PERMISSION_NAMES)('%s', (permission) => {
  it.each(ROLES)('by a %s, of a group that they teach', (role) => {
    const someone = actor(role, [['sisr', true]]);
    const reached = (Object.keys(WHOSE) as Whose[]).filter((whose) => may(someone, permission, WHOSE[whose]));
    expect(reached).toEqual(EXPECTED[permission][role]);
  });

  it.each(ROLES)('by a %s who only attends the group reaches nobody’s things by it', (role) => {
    const someone = actor(role, [['sisr', false]]);
    expect(may(someone, permission, WHOSE['own group'])).toBe(EXPECTED[permission][role].includes('other'));
  });

  it.each(ROLES)('for a group, by a %s', (role) => {
    const someone = actor(role, [
      ['sisr', true],
      ['maths', false],
    ]);
    const reached = ['sisr', 'maths', 'slam'].filter((group) => mayForGroup(someone, permission, group));
    const { length } = EXPECTED[permission][role];
    expect(reached).toEqual(length === 3 ? ['sisr', 'maths', 'slam'] : length === 2 ? ['sisr'] : []);
  });
});

it('the test knows every rule, and every role of it', () => {
  expect(PERMISSION_NAMES.sort()).toEqual(Object.keys(EXPECTED).sort());
  for (const rule of Object.values(PERMISSIONS))
    expect(Object.keys(rule).sort()).toEqual([...ROLES, 'token'].sort());
});

it('tokens need for each what stands here', () => {
  const byScope = (scope: string | null) =>
    PERMISSION_NAMES.filter((name) => PERMISSIONS[name].token === scope).sort();
  expect(byScope('read')).toEqual(['see-vms']);
  expect(byScope('operate')).toEqual([
    'ask-for-help',
    'ask-for-more',
    'manage-series',
    'open-consoles',
    'operate-vms',
  ]);
  expect(byScope(null)).toEqual(['manage-tokens', 'own-credentials']);
  expect(byScope('administer')).toHaveLength(PERMISSION_NAMES.length - 8);
});

it('the condition for SQL narrows by role', () => {
  const of = (...who: Parameters<typeof actor>) => visibleOwners(actor(...who), 'vm.ownerId');
  expect(of('admin').where).toBe('TRUE');
  expect(of('student', [['sisr', true]]).where).toBe('vm.ownerId = :actorId');
  const teacher = of('teacher', [
    ['sisr', true],
    ['slam', false],
  ]);
  expect(teacher.parameters).toEqual({ actorId: 'me', taughtGroupIds: ['sisr'] });
  expect(visibleOwners(actor('student'), 'a', 'see-accounts').where).toBe('FALSE');
});
