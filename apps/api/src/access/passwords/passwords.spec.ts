import { expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { Passwords } from './passwords.js';

const passwords = new Passwords();
const composed = 'été à Nîmes'.normalize('NFC');
const decomposed = composed.normalize('NFD');

it('a password is the same whichever way a keyboard puts its accents', async () => {
  for (const chosen of [composed, decomposed]) {
    const kept = await passwords.hash(chosen, 'somebody');
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

it('whoever makes many accounts, and strangers who guess, keep nobody from signing in', async () => {
  const ended: string[] = [];
  const note = (what: string) => () => void ended.push(what);
  const kept = await hash('right');
  const imported = Array.from({ length: 40 }, () =>
    passwords.hash('first', 'an administrator').then(note('import')),
  );
  const guesses = Array.from({ length: 40 }, (_, nth) =>
    passwords.queue.run(`network ${nth}`, () => passwords.matches(kept, 'wrong')).then(note('guess')),
  );
  const own = passwords.matchesOwn(kept, 'right', 'somebody').then(note('own'));
  await Promise.all([...imported, ...guesses, own]);
  // Behind what was under way and one turn of each other line, at most.
  expect(ended.indexOf('own')).toBeLessThan(20);
});
