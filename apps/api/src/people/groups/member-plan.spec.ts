import { describe, expect, it } from '@jest/globals';
import type { Role } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import type { Consent } from './member-consent.js';
import { planMember, removalRefusal, type MemberWish } from './member-plan.js';

const [admin, teacher, student] = (['admin', 'teacher', 'student'] satisfies Role[]).map(
  (role) => ({ role, groups: [] }) as unknown as Actor,
) as [Actor, Actor, Actor];

/** A student whom nobody has to ask, into a group made by hand. */
const wish = (more: Partial<MemberWish> = {}): MemberWish => ({
  group: { source: 'manual' },
  user: { role: 'student' },
  member: null,
  teaches: false,
  consent: 'not-needed',
  ...more,
});
const refused = (refusal: string) => ({ outcome: 'refused', refusal });
const DIRECTORY = { source: 'directory' } as const;
const inIt = (teaches: boolean, source: 'manual' | 'directory' = 'manual') => ({ teaches, source });

describe('putting someone into a group', () => {
  it.each<[Consent, object]>([
    ['not-needed', { outcome: 'added' }],
    ['needed', { outcome: 'invited' }],
    ['asked', { outcome: 'unchanged' }],
    ['declined', refused('member.declined')],
  ])('who is to agree (%s) is asked first', (consent, plan) => {
    expect(planMember(teacher, wish({ consent }))).toEqual(plan);
  });

  it.each<[string, Actor, Partial<MemberWish>, object]>([
    ['nobody by that name', admin, { user: null }, refused('account.unknown')],
    ['who has never signed in', admin, { user: null, isOnlyInDirectory: true }, refused('account.not-yet')],
    [
      'who has never signed in, for a teacher',
      teacher,
      { user: null, isOnlyInDirectory: true },
      refused('member.not-a-student'),
    ],
    ['nobody by that name, for a teacher', teacher, { user: null }, refused('member.not-a-student')],
    ['a colleague as a student', teacher, { user: { role: 'teacher' } }, refused('member.not-a-student')],
    ['an administrator as a student', teacher, { user: { role: 'admin' } }, refused('member.not-a-student')],
    [
      'a colleague as one who teaches',
      teacher,
      { user: { role: 'teacher' }, teaches: true },
      refused('member.students-only'),
    ],
    ['a student as one who teaches', teacher, { teaches: true }, refused('member.students-only')],
    ['a student into the directory’s group', teacher, { group: DIRECTORY }, refused('member.directory')],
    ['anybody, by a student', student, { user: { role: 'teacher' } }, refused('member.not-a-student')],
    [
      'a teacher as one who teaches, by an administrator',
      admin,
      { user: { role: 'teacher' }, teaches: true },
      { outcome: 'added' },
    ],
    [
      'an administrator as one who teaches, by another',
      admin,
      { user: { role: 'admin' }, teaches: true },
      { outcome: 'added' },
    ],
    [
      'a student as one who teaches, by an administrator',
      admin,
      { teaches: true },
      refused('member.cannot-teach'),
    ],
    [
      'a student into the directory’s group, by an administrator',
      admin,
      { group: DIRECTORY },
      { outcome: 'added' },
    ],
  ])('%s', (_what, actor, more, plan) => {
    expect(planMember(actor, wish(more))).toEqual(plan);
  });
});

describe('someone who is in the group already', () => {
  it.each([admin, teacher, student])('stays as they are for whoever says so again', (actor) => {
    for (const teaches of [true, false])
      for (const source of ['manual', 'directory'] as const)
        for (const group of [{ source: 'manual' }, DIRECTORY] as const)
          expect(
            planMember(actor, wish({ group, teaches, member: inIt(teaches, source), consent: 'declined' })),
          ).toEqual({ outcome: 'unchanged' });
  });

  it('changes places by an administrator alone, and not where the directory says the place', () => {
    const user = { role: 'teacher' } as const;
    const change = { user, member: inIt(true), teaches: false };
    expect(planMember(admin, wish(change))).toEqual({ outcome: 'changed' });
    expect(planMember(teacher, wish(change))).toEqual(refused('member.students-only'));
    expect(planMember(admin, wish({ ...change, member: inIt(true, 'directory') }))).toEqual(
      refused('member.directory'),
    );
  });
});

describe('taking someone out of a group', () => {
  it.each<[string, Actor, Partial<MemberWish>, string | null]>([
    ['a student, by a teacher', teacher, { member: inIt(false) }, null],
    [
      'one who teaches, by a teacher',
      teacher,
      { user: { role: 'teacher' }, member: inIt(true) },
      'member.students-only',
    ],
    [
      'a colleague who learns',
      teacher,
      { user: { role: 'teacher' }, member: inIt(false) },
      'member.not-a-student',
    ],
    ['of the directory’s group', teacher, { group: DIRECTORY, member: inIt(false) }, 'member.directory'],
    [
      'whom the directory put in, by an administrator',
      admin,
      { member: inIt(false, 'directory') },
      'member.directory',
    ],
    [
      'by hand into the directory’s group, by an administrator',
      admin,
      { group: DIRECTORY, member: inIt(false) },
      null,
    ],
    ['one who teaches, by an administrator', admin, { user: { role: 'teacher' }, member: inIt(true) }, null],
  ])('%s', (_what, actor, more, refusal) => {
    const { group, user, member } = wish(more);
    expect(removalRefusal(actor, { group, user, member })).toBe(refusal);
  });
});
