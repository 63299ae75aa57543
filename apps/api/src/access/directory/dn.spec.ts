import { describe, expect, it } from '@jest/globals';
import { firstValueOf, isBelow, normalDn } from './dn.js';

describe('DNs', () => {
  it.each([
    ['CN=2A , OU=Groups,DC=iris, DC=example', 'cn=2a,ou=groups,dc=iris,dc=example'],
    ['cn=Dupont\\2C Léa,dc=x', 'cn=Dupont\\, L\\C3\\A9a,dc=x'],
    ['cn=a\\+b,dc=x', 'cn=a\\2Bb,dc=x'],
    ['cn=fin\\ ,dc=x', 'cn=fin\\20,dc=x'],
    ['cn=e\u0301,dc=x', 'cn=\u00e9,dc=x'],
  ])('%s is the same as %s', (one, other) => expect(normalDn(one)).toBe(normalDn(other)));

  it('tells an escaped comma from one that separates', () =>
    expect(normalDn('cn=a\\,dc=x,dc=y')).not.toBe(normalDn('cn=a,dc=x,dc=y')));

  it('knows what stands below a base', () => {
    expect(isBelow('cn=2A,ou=groups,dc=x', 'OU=Groups, DC=x')).toBe(true);
    expect(isBelow('ou=groups,dc=x', 'ou=groups,dc=x')).toBe(true);
    expect(isBelow('cn=2A,ou=moregroups,dc=x', 'groups,dc=x')).toBe(false);
    expect(isBelow('cn=2A,ou=old,dc=x', 'ou=groups,dc=x')).toBe(false);
  });

  it('finds the name that a DN begins with', () =>
    expect(firstValueOf('CN=BTS SIO\\, 2\\C3\\A8me,OU=g')).toBe('BTS SIO, 2ème'));
});
