import { Injectable } from '@nestjs/common';
import type { AccessToken, CreateAccessToken, NewAccessToken } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../audit-writing/audit-writer.js';
import { lockUntilEnd } from '../../../foundation/database/transaction-lock.js';
import { fieldError, ProblemError } from '../../../foundation/problems/problem-error.js';
import type { Actor } from '../../identity/actor.js';
import { mayTo } from '../../identity/permissions.js';
import { A_TOKEN, aliveIn } from '../session-rules.js';
import { SessionEntity } from '../session.entity.js';
import { newSecret, Sessions } from '../sessions.js';
import { allows, HIGHEST_SCOPE } from '../../identity/token-scopes.js';
import { UserEntity } from '../../identity/user.entity.js';
import { toAccessToken } from './access-token.mapper.js';

const PREFIX = 'vmm_';
const TOKENS_AT_MOST = 20;
const DAY_MS = 24 * 3600_000;

/**
 * Access tokens: sessions for scripts, with a name and a scope, which do not end when they are unused. Only their owner makes them;
 * administrators see and end everybody's.
 */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly audit: AuditWriter,
  ) {}

  async of(actor: Actor, userId = actor.id, now = new Date()): Promise<AccessToken[]> {
    await this.findOwner(this.dataSource.manager, actor, userId);
    const tokens = await this.dataSource.getRepository(SessionEntity).find({
      where: { ...aliveIn.token(now), userId },
      order: { createdAt: 'DESC' },
    });
    return tokens.map(toAccessToken);
  }

  /** The answer holds the only copy of the secret. */
  async make(
    actor: Actor,
    { name, scope, expiresInDays }: CreateAccessToken,
    now = new Date(),
  ): Promise<NewAccessToken> {
    if (!allows(HIGHEST_SCOPE[actor.role], scope))
      throw new ProblemError('invalid-request', {}, { errors: [fieldError('/scope', 'scope.above-role')] });
    const { secret, tokenHash } = newSecret(PREFIX);
    const expiresAt = new Date(now.getTime() + expiresInDays * DAY_MS);
    const token = await this.dataSource.transaction(async (tx) => {
      await lockUntilEnd(tx, `tokens:${actor.id}`);
      const living = await tx.countBy(SessionEntity, { ...aliveIn.token(now), userId: actor.id });
      if (living >= TOKENS_AT_MOST) throw new ProblemError('too-many-tokens', { limit: TOKENS_AT_MOST });
      const times = { createdAt: now, lastUsedAt: null, expiresAt };
      const made = await tx.save(
        tx.create(SessionEntity, { userId: actor.id, tokenHash, name, scope, ...times }),
      );
      const object = { id: made.id, name };
      const details = { scope, expiresAt: expiresAt.toISOString() };
      await this.audit.record(tx, actor, { action: 'token.create', object, details });
      return made;
    });
    return { ...toAccessToken(token), token: secret };
  }

  /** When it is revoked several times at once, one call does it and is recorded. */
  async revoke(actor: Actor, tokenId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const token = await tx.findOne(SessionEntity, {
        where: { ...A_TOKEN, id: tokenId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!token) throw new ProblemError('not-found');
      await this.end(tx, actor, await this.findOwner(tx, actor, token.userId), token);
    });
  }

  async revokeAllOf(actor: Actor, userId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const owner = await this.findOwner(tx, actor, userId);
      const tokens = await tx.find(SessionEntity, {
        where: { ...A_TOKEN, userId },
        lock: { mode: 'pessimistic_write' },
      });
      for (const token of tokens) await this.end(tx, actor, owner, token);
    });
  }

  private async findOwner(manager: EntityManager, actor: Actor, userId: string): Promise<UserEntity> {
    const owner = await manager.findOneBy(UserEntity, { id: userId });
    if (!owner || !(await mayTo(manager, actor, 'manage-tokens', userId)))
      throw new ProblemError('not-found');
    return owner;
  }

  private async end(tx: EntityManager, actor: Actor, owner: UserEntity, token: SessionEntity): Promise<void> {
    await this.sessions.end(token.id, tx);
    const object = { id: token.id, name: token.name ?? '' };
    await this.audit.record(tx, actor, { action: 'token.revoke', object, ownerId: owner.id });
  }
}
