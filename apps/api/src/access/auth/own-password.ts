import { Injectable } from '@nestjs/common';
import type { AuditOutcome, ChangePassword } from '@vm-manager/contracts';
import { DataSource, IsNull } from 'typeorm';
import { AuditWriter } from '../audit-writing/audit-writer.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Actor } from '../identity/actor.js';
import { UserEntity } from '../identity/user.entity.js';
import { Passwords } from '../passwords/passwords.js';
import { Sessions } from '../sessions/sessions.js';
import { KnownPlaces } from './known-places.js';
import { guesserIn, SignInThrottle } from './sign-in-throttle.js';

/** The password of one's own local account, changed by whoever knows the present one. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly sessions: Sessions,
    private readonly places: KnownPlaces,
    private readonly audit: AuditWriter,
  ) {}

  /** Whoever else is signed in with the old password is signed out, scripts with their tokens too. */
  async change(actor: Actor, { currentPassword, newPassword }: ChangePassword): Promise<void> {
    const user = await this.dataSource.manager.findOneByOrFail(UserEntity, { id: actor.id });
    if (user.source !== 'local') throw new ProblemError('not-possible-now');
    // Whoever finds an open browser may not try out passwords either; wrong passwords of strangers do not count here.
    const guesser = guesserIn(user.username, actor.sessionId);
    const attempt = await this.throttle.begin(guesser);
    if (!(await this.passwords.matchesOwn(user.passwordHash, currentPassword, guesser.name))) {
      await this.throttle.failed(attempt);
      await this.refuse(actor);
    }
    await this.throttle.succeeded(guesser);
    const passwordHash = await this.passwords.hash(newPassword, guesser.name);
    const isChanged = await this.dataSource.transaction(async (tx) => {
      // Of several changes at once one succeeds: the others find that the password they were given is the old one.
      const asRead = { id: user.id, passwordHash: user.passwordHash ?? IsNull() };
      const { affected } = await tx.update(UserEntity, asRead, { passwordHash });
      if (affected !== 1) return false;
      await this.sessions.endAllOf(user.id, { tx, except: actor.sessionId, tokens: 'end' });
      await this.places.forget(user.id, tx);
      await this.record(actor, 'done', tx);
      return true;
    });
    if (!isChanged) await this.refuse(actor);
  }

  private async refuse(actor: Actor): Promise<never> {
    await this.record(actor, 'refused');
    throw new ProblemError('wrong-password');
  }

  private record(actor: Actor, outcome: AuditOutcome, tx = this.dataSource.manager): Promise<void> {
    const object = { id: actor.id, name: actor.username };
    return this.audit.record(tx, actor, { action: 'account.password', object, outcome });
  }
}
