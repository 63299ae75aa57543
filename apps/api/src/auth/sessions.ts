import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource, LessThan, MoreThan, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { SessionEnds } from './session-ends.js';
import { SessionEntity } from './session.entity.js';
import { expiryOf, idleSince, isUseWorthNoting } from './session-rules.js';

/** Signed-in browsers, for all API processes alike. Whatever ends a session tells everyone at once. */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ends: SessionEnds,
  ) {}

  /** A new session and the secret that the browser shows from now on; we keep only its hash. */
  async open(userId: string, now = new Date()): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const session = {
      userId,
      tokenHash: hashOf(token),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: expiryOf(now),
    };
    await this.repository().insert(session);
    return token;
  }

  /** The living session of this secret, with its user. */
  find(token: string, now = new Date()): Promise<SessionEntity | null> {
    return this.repository().findOne({
      where: { tokenHash: hashOf(token), lastUsedAt: MoreThan(idleSince(now)), expiresAt: MoreThan(now) },
      relations: { user: true },
    });
  }

  async noteUse(session: Pick<SessionEntity, 'id' | 'lastUsedAt'>, now = new Date()): Promise<void> {
    if (isUseWorthNoting(session.lastUsedAt, now)) await this.touch(session.id, now);
  }

  /** For use that is no request: keys typed into a console. */
  async touch(sessionId: string, now = new Date()): Promise<void> {
    await this.repository().update({ id: sessionId }, { lastUsedAt: now });
  }

  async end(sessionId: string): Promise<void> {
    await this.endWhere(this.dataSource.manager, [{ id: sessionId }]);
  }

  async endToken(token: string): Promise<void> {
    await this.endWhere(this.dataSource.manager, [{ tokenHash: hashOf(token) }]);
  }

  /** All of someone's sessions but one: after a change of password, when the account is disabled. */
  async endAllOf(
    userId: string,
    { except, tx }: { except?: string; tx?: EntityManager } = {},
  ): Promise<void> {
    const where = { userId, ...(except === undefined ? {} : { id: Not(except) }) };
    await this.endWhere(tx ?? this.dataSource.manager, [where]);
  }

  async endExpired(now = new Date()): Promise<void> {
    const where = [{ lastUsedAt: LessThan(idleSince(now)) }, { expiresAt: LessThan(now) }];
    await this.endWhere(this.dataSource.manager, where);
  }

  private async endWhere(manager: EntityManager, where: FindOptionsWhere<SessionEntity>[]): Promise<void> {
    await manager.transaction(async (tx) => {
      const sessions = await tx.find(SessionEntity, { where, select: { id: true } });
      for (const { id } of sessions) {
        await tx.delete(SessionEntity, { id });
        await this.ends.announce(id, tx);
      }
    });
  }

  private repository() {
    return this.dataSource.getRepository(SessionEntity);
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();
