import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../audit-writing/audit-writer.js';
import { toUsername, UserEntity } from '../identity/user.entity.js';
import { Passwords, randomPassword } from '../passwords/passwords.js';
import { Sessions } from '../sessions/sessions.js';
import { KnownPlaces } from './known-places.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** There is no password of ours to replace: the account is not known, or its password is the directory's. */
export class NoLocalPassword extends Error {
  override readonly name = 'NoLocalPassword';

  constructor(readonly why: 'unknown' | 'directory') {
    super(why);
  }
}

export interface NewPassword {
  username: string;
  password: string;
  /** It still may not sign in. */
  isDisabled: boolean;
}

/** A new password for the local account of somebody who cannot ask an administrator for one, being the administrator. */
@Injectable()
export class LostPassword {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly places: KnownPlaces,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditWriter,
  ) {}

  /** Whoever is signed in with the old one is signed out. `who` is recorded: it is nobody whom the portal knows. */
  async replace(account: string, who: Record<string, unknown>): Promise<NewPassword> {
    const username = toUsername(account);
    const password = randomPassword();
    const passwordHash = await this.passwords.hash(password, 'lost password');
    return this.dataSource.transaction(async (tx) => {
      const user = await tx.findOneBy(UserEntity, { username });
      if (user?.source !== 'local') throw new NoLocalPassword(user ? 'directory' : 'unknown');
      const { id, disabledAt } = user;
      await tx.update(UserEntity, { id }, { passwordHash });
      await this.sessions.endAllOf(id, { tx, tokens: 'end' });
      await this.places.forget(id, tx);
      await this.throttle.forgive(username, tx);
      const object = { id, name: username };
      await this.audit.record(tx, null, { action: 'account.password', object, ownerId: id, details: who });
      return { username, password, isDisabled: disabledAt !== null };
    });
  }
}
