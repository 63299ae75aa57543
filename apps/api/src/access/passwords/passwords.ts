import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { FairQueue } from './fair-queue.js';

/** Each hash keeps a processor busy; one is left for everything else. */
const HASHES_AT_ONCE = Math.min(4, Math.max(1, availableParallelism() - 1));

/** Argon2id with the library's defaults (19 MiB, 2 passes), which are OWASP's. */
@Injectable()
export class Passwords {
  /** All hashing waits in this queue, so that an import of a thousand accounts keeps nobody from signing in. */
  readonly queue = new FairQueue(HASHES_AT_ONCE);
  private readonly nobodys = hash(randomBytes(32));

  /** `forWhom` names the line of the queue, one for each person. */
  hash(password: string, forWhom: string): Promise<string> {
    return this.queue.run(forWhom, () => hash(composed(password)), { isKnown: true });
  }

  /** For somebody who is signed in. */
  matchesOwn(passwordHash: string | null, password: string, ofWhom: string): Promise<boolean> {
    return this.queue.run(ofWhom, () => this.matches(passwordHash, password), { isKnown: true });
  }

  /** In a turn of the queue. Takes the same time whether there is a hash to compare with or not. */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    const known = passwordHash ?? (await this.nobodys);
    const typed = new Set([composed(password), password]);
    // Older hashes were made of the text exactly as it was typed.
    for (const form of typed) if ((await verify(known, form)) && passwordHash !== null) return true;
    return false;
  }
}

/** Some keyboards send é as one character, others as two that look the same: both count as the same password. */
export const composed = (password: string): string => password.normalize('NFC');

/** For somebody who is to be told it once. */
export const randomPassword = (): string => randomBytes(12).toString('base64url');
