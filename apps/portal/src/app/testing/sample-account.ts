import type { Account, GroupMember } from '@vm-manager/contracts';

export function sampleAccount(change: Partial<Account> = {}): Account {
  return {
    id: '00000000-0000-4000-8110-000000000003',
    username: 'alice',
    displayName: 'Alice Durand',
    email: 'alice@iris.example',
    role: 'student',
    roleSetByHand: false,
    source: 'local',
    disabled: false,
    leftDirectoryAt: null,
    groups: [],
    vmCount: 3,
    createdAt: '2026-09-01T08:00:00.000Z',
    lastSignInAt: '2026-11-01T08:30:00.000Z',
    ...change,
  };
}

export function sampleMember(
  user: Partial<GroupMember['user']>,
  change: Partial<GroupMember> = {},
): GroupMember {
  return {
    user: {
      id: '00000000-0000-4000-8110-000000000003',
      username: 'alice',
      displayName: 'Alice Durand',
      email: null,
      role: 'student',
      source: 'local',
      disabled: false,
      lastSignInAt: null,
      ...user,
    },
    teaches: false,
    source: 'manual',
    vmCount: 0,
    runningVmCount: 0,
    ...change,
  };
}
