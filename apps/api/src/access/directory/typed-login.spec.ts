import { expect, it } from '@jest/globals';
import { loginIn } from './typed-login.js';

const SCHOOL = { loginAttribute: 'uid', baseDn: 'DC=School, dc=example' };

it.each([
  ['jdupont', 'jdupont'],
  ['jdupont@school.example', 'jdupont'],
  ['school\\jdupont', 'jdupont'],
  ['school.example\\jdupont', 'jdupont'],
  // Someone else's domain, or no domain at all: not ours to guess.
  ['jdupont@elsewhere.example', 'jdupont@elsewhere.example'],
  ['jdupont@school', 'jdupont@school'],
  ['elsewhere\\jdupont', 'elsewhere\\jdupont'],
  ['@school.example', '@school.example'],
  ['school\\', 'school\\'],
  ['\\jdupont', '\\jdupont'],
  ['a@b@school.example', 'a@b'],
])('%s means %s', (typed, meant) => expect(loginIn(typed, SCHOOL)).toBe(meant));

it.each(['mail', 'userPrincipalName'])('where logins are %s, they hold an @', (loginAttribute) => {
  expect(loginIn('jdupont@school.example', { ...SCHOOL, loginAttribute })).toBe('jdupont@school.example');
});

it('a base without a domain has none', () =>
  expect(loginIn('jdupont@', { loginAttribute: 'uid', baseDn: 'o=school' })).toBe('jdupont@'));
