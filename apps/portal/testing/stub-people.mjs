// 5,000 accounts and their groups, made of the same names each time.
import { group, otherGroup, people, smallGroup } from './stub-data.mjs';

export const uuid = (kind, number) => `00000000-0000-4000-8${kind}0-${String(number).padStart(12, '0')}`;
export const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
export const plain = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

const FIRST = [
  'Alice',
  'Karim',
  'Inès',
  'Léa',
  'Hugo',
  'Chloé',
  'Yanis',
  'Zoé',
  'Noé',
  'Élodie',
  'Maxime',
  'Amélie',
];
const LAST = [
  'Durand',
  'Benali',
  'Moreau',
  'Lefèvre',
  'Garnier',
  'Petit',
  'Rousseau',
  'Faure',
  'Traoré',
  'Nguyen',
  'Da Silva',
];
const LONG = 'Marie-Antoinette Constance de la Rochefoucauld-Montbéliard';

const known = people.map(({ user, count }) => ({
  id: user.id,
  username: user.username,
  displayName: user.displayName,
  email: `${user.username}@iris.example`,
  role: user.role,
  roleSetByHand: false,
  source: 'local',
  disabled: false,
  leftDirectoryAt: null,
  groups: user.groups,
  vmCount: user.role === 'student' ? count : 0,
  createdAt: ago(100_000),
  lastSignInAt: ago(count),
}));

export function makeAccount(number) {
  const displayName =
    number === 7 ? LONG : `${FIRST[number % FIRST.length]} ${LAST[(number * 7) % LAST.length]}`;
  const username = `${plain(displayName).replaceAll(/[^a-z]+/g, '.')}${number}`;
  const role = number % 97 === 5 ? 'teacher' : 'student';
  return {
    id: uuid('44', number),
    username: username.slice(0, 64),
    displayName,
    email: number % 5 ? `${username}@iris.example` : null,
    role,
    roleSetByHand: number % 97 === 5,
    source: number % 6 ? 'directory' : 'local',
    disabled: number % 41 === 3,
    leftDirectoryAt: number % 37 === 9 ? ago(20_000) : null,
    groups: [{ ...(number % 2 ? group : otherGroup), teaches: role === 'teacher' }],
    vmCount: number % 4,
    createdAt: ago(90_000 + number),
    lastSignInAt: number % 11 ? ago(number * 13) : null,
  };
}

export const accounts = [...known, ...Array.from({ length: 4994 }, (_, number) => makeAccount(number))];
export const groups = [
  { ...group, source: 'directory' },
  { ...otherGroup, source: 'manual' },
  { id: uuid('00', 3), name: 'Atelier cybersécurité', source: 'manual' },
  { ...smallGroup, source: 'manual' },
];
export const memberships = new Map([
  [group.id, accounts.filter((account) => account.groups.some(({ id }) => id === group.id)).slice(0, 34)],
  [
    otherGroup.id,
    accounts.filter((account) => account.groups.some(({ id }) => id === otherGroup.id)).slice(0, 28),
  ],
  [groups[2].id, []],
  [smallGroup.id, [known[4], ...accounts.filter(({ role }) => role === 'student').slice(40, 52)]],
]);
export const teaching = new Set(
  [...memberships].flatMap(([id, list]) =>
    list.filter(({ role }) => role === 'teacher').map((account) => `${id} ${account.id}`),
  ),
);

export const toMember = (found, account) => ({
  user: account,
  teaches: teaching.has(`${found.id} ${account.id}`),
  source: found.source,
  vmCount: account.vmCount,
  runningVmCount: Math.floor(account.vmCount / 2),
});
export const membersOf = (found) => memberships.get(found.id).map((account) => toMember(found, account));
export function toGroup(found, me) {
  const members = membersOf(found);
  return {
    ...found,
    studentCount: members.filter(({ teaches }) => !teaches).length,
    teacherCount: members.filter(({ teaches }) => teaches).length,
    vmCount: members.reduce((sum, { vmCount }) => sum + vmCount, 0),
    runningVmCount: members.reduce((sum, { runningVmCount }) => sum + runningVmCount, 0),
    failedVmCount: found.name === otherGroup.name ? 2 : 0,
    taught: me.user.groups.some(({ id, teaches }) => id === found.id && teaches),
    createdAt: ago(80_000),
  };
}
