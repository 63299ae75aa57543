import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import type { Actor } from './actor.js';
import { Authentication } from './authentication.js';
import { idleSince } from './session-rules.js';
import { SessionEntity } from './session.entity.js';

/** Who a session belongs to as they are now: consoles and event streams outlive the request that asked for them. */
@Injectable()
export class SessionActors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly authentication: Authentication,
  ) {}

  /** Null when the session has ended or the account is disabled. */
  async find(sessionId: string, now = new Date()): Promise<Actor | null> {
    const session = await this.dataSource.getRepository(SessionEntity).findOne({
      where: {
        id: sessionId,
        lastUsedAt: MoreThan(idleSince(now)),
        expiresAt: MoreThan(now),
        user: { disabledAt: IsNull() },
      },
      relations: { user: true },
    });
    if (!session) return null;
    const { id, username, displayName, role, language } = session.user;
    const groups = await this.authentication.membershipsOf(id);
    return {
      id,
      username,
      displayName,
      role,
      groups,
      language: language ?? 'fr',
      sessionId,
      scope: null,
      address: null,
    };
  }
}
