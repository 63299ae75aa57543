import { expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { Passwords } from './passwords.js';

const passwords = new Passwords();
const composed = 'été à Nîmes'.normalize('NFC');
const decomposed = composed.normalize('NFD');

it('a password is the same whichever way a keyboard puts its accents', async () => {
  for (const chosen of [composed, decomposed]) {
    const kept = await passwords.hash(chosen);
    for (const typed of [composed, decomposed]) expect(await passwords.matches(kept, typed)).toBe(true);
    expect(await passwords.matches(kept, 'ete a Nimes')).toBe(false);
  }
});

it('a password that was kept in the form in which it was typed goes on to work', async () => {
  expect(await passwords.matches(await hash(decomposed), decomposed)).toBe(true);
});

it('nobody’s hash matches nothing', async () => {
  expect(await passwords.matches(null, decomposed)).toBe(false);
});
