import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';

/** Argon2id with the library's defaults (19 MiB, 2 passes), which are OWASP's. */
@Injectable()
export class Passwords {
  private readonly nobodys = hash(randomBytes(32));

  hash(password: string): Promise<string> {
    return hash(password);
  }

  /** Takes the same time whether there is a hash to compare with or not. */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    const matches = await verify(passwordHash ?? (await this.nobodys), password);
    return passwordHash !== null && matches;
  }
}
