import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Membership } from '@vm-manager/contracts';
import type { IncomingMessage } from 'node:http';
import { Repository } from 'typeorm';
import { OwnOrigin } from '../../foundation/http/own-origin.js';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';
import { preferredLanguage } from '../../foundation/http/language.js';
import type { Actor } from '../identity/actor.js';
import { credentialOf } from './credential.js';
import { GroupMemberEntity } from '../identity/group-member.entity.js';
import type { SessionEntity } from './session.entity.js';
import { Sessions } from './sessions.js';
import { isOpen } from '../identity/sign-in-rule.js';
import { scopeFor } from '../identity/token-scopes.js';

/** Who sends a request. */
@Injectable()
export class Authentication {
  constructor(
    private readonly sessions: Sessions,
    private readonly proxies: TrustedProxies,
    private readonly ownOrigin: OwnOrigin,
    @InjectRepository(GroupMemberEntity) private readonly members: Repository<GroupMemberEntity>,
  ) {}

  async authenticate(request: IncomingMessage, { countsAsUse = true } = {}): Promise<Actor | null> {
    const credential = credentialOf(request, this.ownOrigin.isOverTls(request));
    const session = credential === undefined ? null : await this.sessions.find(credential);
    if (!session || !isOpen(session.user)) return null;
    // Tokens do not expire when unused, but their owners want to see each use.
    if (countsAsUse || session.scope !== null) await this.sessions.noteUse(session);
    return this.actorOf(session, {
      language: preferredLanguage(request.headers['accept-language']),
      address: this.proxies.clientAddress(request),
    });
  }

  /** Of a session `WITH_ACTOR`. `language` is used for people who have not chosen one. */
  actorOf(
    { id: sessionId, scope, user }: SessionEntity,
    { language, address }: Pick<Actor, 'language' | 'address'>,
  ): Actor {
    const { id, username, displayName, role, memberships = [] } = user;
    return {
      id,
      username,
      displayName,
      role,
      groups: memberships.map(toMembership),
      language: user.language ?? language,
      sessionId,
      scope: scope && scopeFor(role, scope),
      address,
    };
  }

  async membershipsOf(userId: string): Promise<Membership[]> {
    const members = await this.members.find({
      where: { userId },
      relations: { group: true },
      order: { group: { name: 'ASC' } },
    });
    return members.map(toMembership);
  }
}

const toMembership = ({ group, teaches }: GroupMemberEntity): Membership => ({
  id: group.id,
  name: group.name,
  teaches,
});
