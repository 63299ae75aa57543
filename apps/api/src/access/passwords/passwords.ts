import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { FairQueue } from './fair-queue.js';

/** Hashing takes a processor; one is left for everybody else. */
const HASHES_AT_ONCE = Math.min(4, Math.max(1, availableParallelism() - 1));

/** Argon2id with the library's defaults (19 MiB, 2 passes), which are OWASP's. */
@Injectable()
export class Passwords {
  /** All hashing takes turns in it: whoever makes a thousand accounts keeps nobody from signing in. */
  readonly queue = new FairQueue(HASHES_AT_ONCE);
  private readonly nobodys = hash(randomBytes(32));

  /** For whom, by a name that is only theirs, says whose turn it takes. */
  hash(password: string, forWhom: string): Promise<string> {
    return this.queue.run(forWhom, () => hash(composed(password)), { isKnown: true });
  }

  /** Of somebody who is signed in. */
  matchesOwn(passwordHash: string | null, password: string, ofWhom: string): Promise<boolean> {
    return this.queue.run(ofWhom, () => this.matches(passwordHash, password), { isKnown: true });
  }

  /** In a turn of the queue. Takes the same time whether there is a hash to compare with or not. */
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
