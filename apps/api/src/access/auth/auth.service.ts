import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type {
  AuditAction,
  AuditOutcome,
  ChangePassword,
  CurrentUser,
  UpdatePreferences,
} from '@vm-manager/contracts';
import { IsNull, Repository } from 'typeorm';
import { AuditTrail } from '../audit-trail/audit-trail.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Actor } from '../identity/actor.js';
import { Authentication } from '../sessions/authentication.js';
import { toCurrentUser } from './current-user.mapper.js';
import { KnownPlaces } from './known-places.js';
import { Passwords } from '../passwords/passwords.js';
import type { BrowserSession } from '../sessions/session-cookie.js';
import { Sessions } from '../sessions/sessions.js';
import { guesserIn, SignInThrottle } from './sign-in-throttle.js';
import { UserEntity } from '../identity/user.entity.js';

/** One's own session and account. */
@Injectable()
export class AuthService {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly sessions: Sessions,
    private readonly authentication: Authentication,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly places: KnownPlaces,
    private readonly audit: AuditTrail,
  ) {}

  /** Always a new session: one that was there before, someone else may know. */
  async signIn(user: UserEntity, browser: BrowserSession, address: string): Promise<CurrentUser> {
    for (const token of browser.tokens) await this.sessions.endShown(token);
    await this.users.update({ id: user.id }, { lastSignInAt: new Date() });
    browser.give(await this.sessions.open(user.id, { address, userAgent: browser.userAgent }));
    await this.places.remember(user.id, address, browser.recognise());
    return toCurrentUser(user, await this.authentication.membershipsOf(user.id));
  }

  async signOut(actor: Actor, browser: BrowserSession): Promise<void> {
    await this.sessions.end(actor.sessionId);
    await this.record(actor, 'session.sign-out');
    browser.take();
  }

  async show(actor: Actor): Promise<CurrentUser> {
    return toCurrentUser(await this.users.findOneByOrFail({ id: actor.id }), actor.groups);
  }

  async updatePreferences(actor: Actor, { language }: UpdatePreferences): Promise<CurrentUser> {
    const before = await this.users.findOneByOrFail({ id: actor.id });
    if (before.language === language) return this.show(actor);
    await this.users.update({ id: actor.id }, { language });
    await this.audit.record(this.users.manager, actor, {
      action: 'account.language',
      object: { id: actor.id, name: actor.username },
      details: { from: before.language, to: language },
    });
    return this.show(actor);
  }

  /** Whoever else is signed in with the old password is signed out, scripts with their tokens too. */
  async changePassword(actor: Actor, { currentPassword, newPassword }: ChangePassword): Promise<void> {
    const user = await this.users.findOneByOrFail({ id: actor.id });
    if (user.source !== 'local') throw new ProblemError('not-possible-now');
    // Whoever finds an open browser may not try out passwords either; strangers' guesses are no reason to wait.
    const guesser = guesserIn(user.username, actor.sessionId);
    const attempt = await this.throttle.begin(guesser);
    if (!(await this.passwords.matchesOwn(user.passwordHash, currentPassword, guesser.name))) {
      await this.throttle.failed(attempt);
      await this.record(actor, 'account.password', 'refused');
      throw new ProblemError('wrong-password');
    }
    await this.throttle.succeeded(guesser);
    const passwordHash = await this.passwords.hash(newPassword, guesser.name);
    const isChanged = await this.users.manager.transaction(async (tx) => {
      // Of several at once one is right: for the others the old password is another one by now.
      const asRead = { id: user.id, passwordHash: user.passwordHash ?? IsNull() };
      const { affected } = await tx.update(UserEntity, asRead, { passwordHash });
      if (affected !== 1) return false;
      await this.sessions.endAllOf(user.id, { tx, except: actor.sessionId, tokens: 'end' });
      await this.places.forget(user.id, tx);
      await this.record(actor, 'account.password', 'done', tx);
      return true;
    });
    if (isChanged) return;
    await this.record(actor, 'account.password', 'refused');
    throw new ProblemError('wrong-password');
  }

  private record(
    actor: Actor,
    action: AuditAction,
    outcome: AuditOutcome = 'done',
    tx = this.users.manager,
  ): Promise<void> {
    const object = { id: actor.id, name: actor.username };
    return this.audit.record(tx, actor, { action, object, outcome });
  }
}
