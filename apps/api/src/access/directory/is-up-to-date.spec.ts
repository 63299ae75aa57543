import { expect, it } from '@jest/globals';
import type { UserEntity } from '../identity/user.entity.js';
import type { DirectoryAccount } from './directory.js';
import { isUpToDate, type KnownMembership } from './is-up-to-date.js';

const USER = {
  username: 'lea',
  directoryId: 'entryuuid:1',
  displayName: 'Léa',
  email: null,
  directoryDn: 'uid=lea',
  directoryRole: 'student',
  role: 'student',
  roleSetByHand: false,
  leftDirectoryAt: null,
} as UserEntity;
const ACCOUNT: DirectoryAccount = {
  dn: 'uid=lea',
  ids: ['entryuuid:1'],
  username: 'lea',
  displayName: 'Léa',
  email: null,
  mayEnter: true,
  role: 'student',
  classes: [{ dn: 'cn=2a', name: '2A' }],
};
const IN_2A: KnownMembership = { source: 'directory', directoryDn: 'cn=2a', teaches: false };
const BY_HAND: KnownMembership = { source: 'manual', directoryDn: null, teaches: true };

it.each([
  ['as it is', {}, {}, [IN_2A]],
  ['with a group given by hand', {}, {}, [IN_2A, BY_HAND]],
  ['in the class by hand already', {}, {}, [{ ...IN_2A, source: 'manual' as const, teaches: true }]],
  [
    'with a role set by hand',
    { roleSetByHand: true, role: 'teacher' as const },
    {},
    [{ ...IN_2A, teaches: true }],
  ],
  [
    'an administrator, in no class',
    { role: 'admin', directoryRole: 'admin' },
    { role: 'admin' as const },
    [],
  ],
])('nothing is to be done: %s', (_, user, account, memberships) =>
  expect(isUpToDate({ ...USER, ...user } as UserEntity, { ...ACCOUNT, ...account }, memberships)).toBe(true),
);

it.each([
  ['renamed', {}, { username: 'lea.d' }, [IN_2A]],
  ['without its identifier yet', { directoryId: null }, {}, [IN_2A]],
  ['another name', {}, { displayName: 'Léa D.' }, [IN_2A]],
  ['another address', {}, { email: 'lea@x.example' }, [IN_2A]],
  ['moved', {}, { dn: 'uid=lea,ou=2b' }, [IN_2A]],
  ['another role', {}, { role: 'teacher' as const }, [IN_2A]],
  ['come back', { leftDirectoryAt: new Date() }, {}, [IN_2A]],
  ['not in the class yet', {}, {}, [BY_HAND]],
  ['out of the class', {}, { classes: [] }, [IN_2A]],
  ['teaches no more', {}, {}, [{ ...IN_2A, teaches: true }]],
])('something is to be done: %s', (_, user, account, memberships) =>
  expect(isUpToDate({ ...USER, ...user } as UserEntity, { ...ACCOUNT, ...account }, memberships)).toBe(false),
);
