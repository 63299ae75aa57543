import { Injectable } from '@nestjs/common';
import type { Session } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../audit-writing/audit-writer.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Actor } from '../identity/actor.js';
import { mayTo } from '../identity/permissions.js';
import { A_BROWSER, aliveIn } from './session-rules.js';
import { SessionEntity } from './session.entity.js';
import { Sessions } from './sessions.js';
import { toSession } from './session.mapper.js';
import { UserEntity } from '../identity/user.entity.js';

/** Where someone is signed in, for themselves and for administrators. */
@Injectable()
export class SessionList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly audit: AuditWriter,
  ) {}

  async of(actor: Actor, userId = actor.id, now = new Date()): Promise<Session[]> {
    await this.findOwner(this.dataSource.manager, actor, userId);
    const sessions = await this.dataSource.getRepository(SessionEntity).find({
      where: { ...aliveIn.browser(now), userId },
      order: { lastUsedAt: 'DESC' },
    });
    return sessions.map((session) => toSession(session, actor.sessionId));
  }

  async end(actor: Actor, sessionId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const session = await tx.findOne(SessionEntity, {
        where: { ...A_BROWSER, id: sessionId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!session) throw new ProblemError('not-found');
      const owner = await this.findOwner(tx, actor, session.userId);
      await this.sessions.end(sessionId, tx);
      await this.recordEnd(tx, actor, owner, sessionId);
    });
  }

  /** All but the one that asks. */
  async endOthers(actor: Actor): Promise<void> {
    await this.endAllOf(actor, actor.id, { except: actor.sessionId });
  }

  async endAllOf(actor: Actor, userId: string, { except }: { except?: string } = {}): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const owner = await this.findOwner(tx, actor, userId);
      await this.sessions.endAllOf(userId, { tx, tokens: 'keep', ...(except ? { except } : {}) });
      await this.recordEnd(tx, actor, owner, null);
    });
  }

  private async findOwner(manager: EntityManager, actor: Actor, userId: string): Promise<UserEntity> {
    const owner = await manager.findOneBy(UserEntity, { id: userId });
    if (!owner || !(await mayTo(manager, actor, 'manage-sessions', userId)))
      throw new ProblemError('not-found');
    return owner;
  }

  private async recordEnd(tx: EntityManager, actor: Actor, owner: UserEntity, sessionId: string | null) {
    await this.audit.record(tx, actor, {
      action: 'session.revoke',
      object: { id: owner.id, name: owner.username },
      ownerId: owner.id,
      details: sessionId === null ? { all: true } : { session: sessionId },
    });
  }
}
