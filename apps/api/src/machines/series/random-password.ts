import { checkPassword, type PasswordRules } from '@vm-manager/contracts';
import { randomInt } from 'node:crypto';

/** Without those that look alike: it is read off a screen and typed into another one. */
const CHARACTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 12;

/** About 70 bits; keeps the rules of every system, and those of this template. */
export function randomPassword({ minLength, maxLength }: PasswordRules): string {
  const rules = {
    minLength: Math.max(LENGTH, minLength),
    maxLength,
    ...{ uppercase: true, lowercase: true, digit: true },
  };
  for (;;) {
    const characters = Array.from(
      { length: rules.minLength },
      () => CHARACTERS[randomInt(CHARACTERS.length)],
    );
    const password = characters.join('');
    if (checkPassword(password, rules).every(({ kept }) => kept)) return password;
  }
}
