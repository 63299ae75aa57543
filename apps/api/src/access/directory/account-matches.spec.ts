import { describe, expect, it } from '@jest/globals';
import { AccountMatches } from './account-matches.js';
import type { DirectoryAccount } from './directory.js';

const entry = (username: string, ...ids: string[]): DirectoryAccount => ({
  dn: `uid=${username}`,
  ids,
  username,
  displayName: username,
  email: null,
  mayEnter: true,
  role: 'student',
  classes: [],
});
const user = (username: string, directoryId: string | null = null) => ({ username, directoryId });

describe('whose entry it is', () => {
  it.each([
    ['the login where no identifier is known yet', user('lea'), [entry('lea', 'entryuuid:1')], 'lea'],
    [
      'the identifier, whatever the login is',
      user('lea', 'entryuuid:1'),
      [entry('dupont', 'entryuuid:1')],
      'dupont',
    ],
    ['nobody: the login is somebody else’s', user('lea', 'entryuuid:1'), [entry('lea', 'entryuuid:2')], null],
    ['nobody: it is gone', user('lea', 'entryuuid:1'), [entry('marc', 'entryuuid:2')], null],
    [
      'the login, when the directory tells identifiers no more',
      user('lea', 'entryuuid:1'),
      [entry('lea')],
      'lea',
    ],
    ['the login, when it tells others', user('lea', 'nsuniqueid:1'), [entry('lea', 'entryuuid:1')], 'lea'],
    [
      'any of several identifiers',
      user('lea', 'ipauniqueid:1'),
      [entry('l', 'entryuuid:9', 'ipauniqueid:1')],
      'l',
    ],
    [
      'unclear: two entries have the login',
      user('lea'),
      [entry('lea', 'entryuuid:1'), entry('lea', 'entryuuid:2')],
      'unclear',
    ],
  ])('%s', (_, known, accounts, expected) => {
    const found = new AccountMatches([known], accounts).of(known);
    expect(found === null || found === 'unclear' ? found : found.username).toBe(expected);
  });

  it('two who changed logins with each other stay themselves', () => {
    const users = [user('a', 'entryuuid:1'), user('b', 'entryuuid:2')];
    const matches = new AccountMatches(users, [entry('b', 'entryuuid:1'), entry('a', 'entryuuid:2')]);
    expect(users.map((one) => (matches.of(one) as DirectoryAccount).username)).toEqual(['b', 'a']);
  });

  it('an account without an identifier does not get one that is another’s', () => {
    const users = [user('alias'), user('lea', 'entryuuid:1')];
    expect(new AccountMatches(users, [entry('alias', 'entryuuid:1')]).of(users[0]!)).toBeNull();
  });
});

describe('an answer is not believed', () => {
  const pupils = Array.from({ length: 20 }, (_, index) => user(`p${index}`, `entryuuid:${index}`));
  const believed = (accounts: DirectoryAccount[]) => () =>
    new AccountMatches(pupils, accounts).throwUnlessBelievable();

  it('in which nobody is known', () => expect(believed([entry('other')])).toThrow('not believed'));
  it('in which everybody has become somebody else', () =>
    expect(believed(pupils.map(({ username }) => entry(username, `entryuuid:new-${username}`)))).toThrow(
      'not believed',
    ));
  it('but it is when some have left and a login was given away', () =>
    expect(
      believed(
        pupils
          .slice(9)
          .map(({ username }, index) => entry(username, `entryuuid:${index === 0 ? 'x' : index + 9}`)),
      ),
    ).not.toThrow());
});
