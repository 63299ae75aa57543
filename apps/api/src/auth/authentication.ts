import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Membership } from '@vm-manager/contracts';
import type { IncomingMessage } from 'node:http';
import { Repository } from 'typeorm';
import { TrustedProxies } from '../http/trusted-proxies.js';
import { preferredLanguage } from '../http/language.js';
import type { Actor } from './actor.js';
import { GroupMemberEntity } from './group-member.entity.js';
import { sessionTokenOf } from './session-cookie.js';
import { Sessions } from './sessions.js';

/** Who sends a request. */
@Injectable()
export class Authentication {
  constructor(
    private readonly sessions: Sessions,
    private readonly proxies: TrustedProxies,
    @InjectRepository(GroupMemberEntity) private readonly members: Repository<GroupMemberEntity>,
  ) {}

  async authenticate(request: IncomingMessage, { countsAsUse = true } = {}): Promise<Actor | null> {
    const token = sessionTokenOf(request);
    const session = token === undefined ? null : await this.sessions.find(token);
    if (!session || session.user.disabledAt) return null;
    if (countsAsUse) await this.sessions.noteUse(session);
    const { id, username, displayName, role, language } = session.user;
    return {
      id,
      username,
      displayName,
      role,
      groups: await this.membershipsOf(id),
      language: language ?? preferredLanguage(request.headers['accept-language']),
      sessionId: session.id,
      scope: null,
      address: this.proxies.clientAddress(request),
    };
  }

  async membershipsOf(userId: string): Promise<Membership[]> {
    const members = await this.members.find({
      where: { userId },
      relations: { group: true },
      order: { group: { name: 'ASC' } },
    });
    return members.map(({ group, teaches }) => ({ id: group.id, name: group.name, teaches }));
  }
}
