import { describe, expect, it } from '@jest/globals';
import { normalDn } from './dn.js';
import { standingOf, type DirectoryGroup, type StandingRules } from './standing.js';

const RULES: StandingRules = {
  adminGroup: 'CN=Admins, OU=Roles,dc=x',
  teacherGroup: 'profs',
  allowedGroup: null,
  classGroupPattern: 'bts-*',
};
const group = (dn: string, name: string, isOurs = true): DirectoryGroup => ({
  dn: normalDn(dn),
  name,
  isOurs,
});
const PROFS = group('cn=profs,ou=groups,dc=x', 'Profs');
const ADMINS = group('cn=admins,ou=roles,dc=x', 'admins', false);
const SIO = group('cn=bts-sio2,ou=groups,dc=x', 'BTS-SIO2');

describe('what the groups make of someone', () => {
  it('a student, when they say nothing else', () =>
    expect(standingOf([SIO], RULES)).toEqual({
      role: 'student',
      isAllowed: true,
      classes: [{ dn: SIO.dn, name: 'BTS-SIO2' }],
    }));

  it('a teacher by name, an administrator by DN, the higher of both', () => {
    expect(standingOf([PROFS, SIO], RULES).role).toBe('teacher');
    expect(standingOf([PROFS, ADMINS], RULES).role).toBe('admin');
  });

  it('nothing, by a group of the right name that stands elsewhere', () =>
    expect(standingOf([group('cn=profs,ou=clubs,dc=x', 'profs', false)], RULES).role).toBe('student'));

  it('someone who may not sign in, without the group that may', () => {
    const rules = { ...RULES, allowedGroup: 'portail' };
    expect(standingOf([PROFS], rules).isAllowed).toBe(false);
    expect(standingOf([group('cn=portail,ou=groups,dc=x', 'portail')], rules).isAllowed).toBe(true);
  });

  it('no member of a class, by a group that says who teaches', () =>
    expect(standingOf([PROFS, SIO], { ...RULES, classGroupPattern: '*' }).classes).toEqual([
      { dn: SIO.dn, name: 'BTS-SIO2' },
    ]));

  it.each([
    ['*', 'tout', true],
    ['bts-?', 'bts-1', true],
    ['bts-?', 'bts-10', false],
    ['a.c', 'abc', false],
    ['(a|b)', 'a', false],
  ])('pattern %s against %s: %s', (classGroupPattern, name, matches) => {
    const { classes } = standingOf([group(`cn=${name},dc=x`, name)], { ...RULES, classGroupPattern });
    expect(classes.length === 1).toBe(matches);
  });
});
