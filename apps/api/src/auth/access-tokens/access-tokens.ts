import { Injectable } from '@nestjs/common';
import type { AccessToken, CreateAccessToken, NewAccessToken } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../../audit/audit-trail.js';
import { fieldError } from '../../http/field-error.js';
import { ProblemError } from '../../http/problem-error.js';
import type { Actor } from '../actor.js';
import { A_TOKEN, aliveIn } from '../session-rules.js';
import { SessionEntity } from '../session.entity.js';
import { newSecret, Sessions } from '../sessions.js';
import { allows, HIGHEST_SCOPE } from '../token-scopes.js';
import { toAccessToken } from './access-token.mapper.js';

const PREFIX = 'vmm_';
const DAY_MS = 24 * 3600_000;

/** Someone's own access tokens: sessions that a script shows, with a name, a scope and no end by idling. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly trail: AuditTrail,
  ) {}

  async of(actor: Actor, now = new Date()): Promise<AccessToken[]> {
    const tokens = await this.dataSource.getRepository(SessionEntity).find({
      where: { ...aliveIn.token(now), userId: actor.id },
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
      const times = { createdAt: now, lastUsedAt: null, expiresAt };
      const made = await tx.save(
        tx.create(SessionEntity, { userId: actor.id, tokenHash, name, scope, ...times }),
      );
      const object = { id: made.id, name };
      const details = { scope, expiresAt: expiresAt.toISOString() };
      await this.trail.record(tx, actor, { action: 'token.create', object, details });
      return made;
    });
    return { ...toAccessToken(token), token: secret };
  }

  async revoke(actor: Actor, tokenId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const token = await tx.findOneBy(SessionEntity, { ...A_TOKEN, id: tokenId, userId: actor.id });
      if (!token) throw new ProblemError('not-found');
      await this.sessions.end(tokenId, tx);
      const object = { id: tokenId, name: token.name ?? '' };
      await this.trail.record(tx, actor, { action: 'token.revoke', object });
    });
  }
}
