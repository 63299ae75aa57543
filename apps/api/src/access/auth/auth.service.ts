import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { CurrentUser, Membership, UpdatePreferences } from '@vm-manager/contracts';
import { Repository } from 'typeorm';
import { AuditWriter } from '../audit-writing/audit-writer.js';
import type { Actor } from '../identity/actor.js';
import { Authentication } from '../sessions/authentication.js';
import { KnownPlaces } from './known-places.js';
import type { BrowserSession } from '../sessions/session-cookie.js';
import { Sessions } from '../sessions/sessions.js';
import { UserEntity } from '../identity/user.entity.js';

/** One's own session, and who one is in it. */
@Injectable()
export class AuthService {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly sessions: Sessions,
    private readonly authentication: Authentication,
    private readonly places: KnownPlaces,
    private readonly audit: AuditWriter,
  ) {}

  /** Always a new session: somebody else may know the secret of one that was there before. */
  async signIn(user: UserEntity, browser: BrowserSession, address: string): Promise<CurrentUser> {
    for (const token of browser.tokens) await this.sessions.endShown(token);
    await this.users.update({ id: user.id }, { lastSignInAt: new Date() });
    browser.give(await this.sessions.open(user.id, { address, userAgent: browser.userAgent }));
    await this.places.remember(user.id, address, browser.recognise());
    return toCurrentUser(user, await this.authentication.membershipsOf(user.id));
  }

  async signOut(actor: Actor, browser: BrowserSession): Promise<void> {
    await this.sessions.end(actor.sessionId);
    const object = { id: actor.id, name: actor.username };
    await this.audit.record(this.users.manager, actor, { action: 'session.sign-out', object });
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
}

function toCurrentUser(user: UserEntity, groups: Membership[]): CurrentUser {
  const { id, username, displayName, role, language, source } = user;
  return { id, username, displayName, role, groups, language, localAccount: source === 'local' };
}
