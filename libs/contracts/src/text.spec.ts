import { describe, expect, it } from '@jest/globals';
import {
  CreateAccessToken,
  CreateAccount,
  CreateGroup,
  CreateRequest,
  UpdateAccount,
  VmName,
} from './index.js';

const SCHEMAS = {
  group: (name: string) => CreateGroup.safeParse({ name }).data?.name,
  person: (displayName: string) => UpdateAccount.safeParse({ displayName }).data?.displayName,
  'new person': (displayName: string) =>
    CreateAccount.safeParse({ username: 'a', displayName, password: 'x'.repeat(10) }).data?.displayName,
  token: (name: string) => CreateAccessToken.safeParse({ name, scope: 'read' }).data?.name,
};

describe.each(Object.entries(SCHEMAS))('the name of a %s', (_, parsed) => {
  it.each([
    ['\u200b\u200b'],
    ['\u3164'],
    ['\u2800\u2800'],
    ['\u115f'],
    ['\uffa0'],
    ['\u200d'],
    ['\u0301'],
    ['\u202eecilA'],
    ['Alice\u2066'],
    ['Al\u00adice'],
    ['a\nb'],
    ['a\u2028b'],
    ['Alice\ud800'],
    ['\u{e0041}lice'],
    [' \u00a0 '],
    [''],
  ])('is not %j', (name) => expect(parsed(name)).toBeUndefined());

  it.each([
    ['  Élodie \u00a0', 'Élodie'],
    ['E\u0301lodie', 'Élodie'],
    ['Ана', 'Ана'],
    ['نیم\u200cفاصله', 'نیم\u200cفاصله'],
    ['👩\u200d💻', '👩\u200d💻'],
    ['5', '5'],
  ])('%j is kept as %j', (name, kept) => expect(parsed(name)).toBe(kept));
});

it('a reason may have lines, but no half of a character', () => {
  const isGood = (reason: string) => CreateRequest.safeParse({ want: { vms: 2 }, reason }).success;
  expect(isGood('pour le TP\nde demain')).toBe(true);
  expect(isGood('pour le TP \udc00 de demain')).toBe(false);
});

it('spaces around a VM’s name are not part of it', () => {
  expect(VmName.parse(' web1\u00a0')).toBe('web1');
  expect(VmName.safeParse('we b1').success).toBe(false);
});
