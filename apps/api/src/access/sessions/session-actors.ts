import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../identity/actor.js';
import { Authentication } from './authentication.js';
import { aliveIn } from './session-rules.js';
import { SessionEntity, WITH_ACTOR } from './session.entity.js';
import { isOpen } from '../identity/sign-in-rule.js';

/** Who a session belongs to as they are now: consoles and event streams outlive the request that asked for them. */
@Injectable()
export class SessionActors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly authentication: Authentication,
  ) {}

  /** Null when the session has ended or the account is closed. */
  async find(sessionId: string, now = new Date()): Promise<Actor | null> {
    return (await this.findAll([sessionId], now)).get(sessionId) ?? null;
  }

  /** By session; those that have ended are left out. */
  async findAll(sessionIds: readonly string[], now = new Date()): Promise<Map<string, Actor>> {
    const ids = [...new Set(sessionIds)];
    const sessions = await this.dataSource.getRepository(SessionEntity).find({
      where: Object.values(aliveIn).map((living) => ({ ...living(now), id: In(ids) })),
      ...WITH_ACTOR,
    });
    const unknown = { language: 'fr', address: null } as const;
    return new Map(
      sessions
        .filter(({ user }) => isOpen(user))
        .map((session) => [session.id, this.authentication.actorOf(session, unknown)]),
    );
  }
}
