import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
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
    const [session] = await this.dataSource.getRepository(SessionEntity).find({
      where: Object.values(aliveIn).map((living) => ({ ...living(now), id: sessionId })),
      ...WITH_ACTOR,
    });
    if (!session || !isOpen(session.user)) return null;
    return this.authentication.actorOf(session, { language: 'fr', address: null });
  }
}
