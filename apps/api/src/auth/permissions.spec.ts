import { describe, expect, it } from '@jest/globals';
import type { Role } from '@vm-manager/contracts';
import type { Actor } from './actor.js';
import { may, mayOperate, visibleOwners } from './permissions.js';

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
const mine = { ownerId: 'me', ownerGroupIds: ['sisr'] };
const theirs = { ownerId: 'other', ownerGroupIds: ['sisr'] };

describe('a student', () => {
  const student = actor('student', [['sisr', false]]);
  it('operates their own VMs, not a classmate’s', () => {
    expect([mayOperate(student, mine), mayOperate(student, theirs)]).toEqual([true, false]);
  });
  it('asks for more but decides nothing', () => {
    expect(may(student, 'ask-for-more', mine)).toBe(true);
    expect(may(student, 'decide-requests', mine)).toBe(false);
    expect(may(student, 'run-platform', mine)).toBe(false);
  });
  it('gets nothing from a teaching membership that a mistake gave them', () => {
    expect(mayOperate(actor('student', [['sisr', true]]), theirs)).toBe(false);
  });
});

describe('a teacher', () => {
  it('operates own VMs and those of students in groups they teach', () => {
    const teacher = actor('teacher', [['sisr', true]]);
    expect([mayOperate(teacher, mine), mayOperate(teacher, theirs)]).toEqual([true, true]);
    expect(mayOperate(teacher, { ownerId: 'other', ownerGroupIds: ['slam'] })).toBe(false);
  });
  it('sees nothing of a group they only attend', () => {
    expect(mayOperate(actor('teacher', [['sisr', false]]), theirs)).toBe(false);
  });
});

describe('an administrator', () => {
  it('operates everything and asks nobody for more', () => {
    expect(mayOperate(actor('admin'), { ownerId: 'other', ownerGroupIds: [] })).toBe(true);
    expect(may(actor('admin'), 'ask-for-more', mine)).toBe(false);
  });
});

it('the condition for SQL narrows by role', () => {
  expect(visibleOwners(actor('admin'), 'vm.ownerId').where).toBe('TRUE');
  expect(visibleOwners(actor('student', [['sisr', true]]), 'vm.ownerId').where).toBe('vm.ownerId = :actorId');
  expect(
    visibleOwners(
      actor('teacher', [
        ['sisr', true],
        ['slam', false],
      ]),
      'vm.ownerId',
    ).parameters,
  ).toEqual({
    actorId: 'me',
    taughtGroupIds: ['sisr'],
  });
});
