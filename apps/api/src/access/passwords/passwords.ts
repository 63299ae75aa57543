import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';

/** Argon2id with the library's defaults (19 MiB, 2 passes), which are OWASP's. */
@Injectable()
export class Passwords {
  private readonly nobodys = hash(randomBytes(32));

  hash(password: string): Promise<string> {
    return hash(composed(password));
  }

  /** Takes the same time whether there is a hash to compare with or not. */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    const known = passwordHash ?? (await this.nobodys);
    const typed = new Set([composed(password), password]);
    // Hashes of before are of the form that was typed then.
    for (const form of typed) if ((await verify(known, form)) && passwordHash !== null) return true;
    return false;
  }
}

/** One keyboard sends é as one character, another as two that look the same: both are one password. */
export const composed = (password: string): string => password.normalize('NFC');
