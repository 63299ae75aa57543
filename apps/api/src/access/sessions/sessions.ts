import { Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { DataSource, In, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { REMOVED_PER_ROUND } from '../../foundation/database/remove-oldest.js';
import type { Credential } from './credential.js';
import { SessionEnds } from './session-ends.js';
import { SessionEntity, WITH_ACTOR } from './session.entity.js';
import { A_BROWSER, A_TOKEN, aliveIn, expired, expiryOf, isUseWorthNoting } from './session-rules.js';

const SESSIONS_AT_MOST = 50;

/** Signed-in browsers and access tokens, for all API processes alike. Each end is announced to all processes at once. */
@Injectable()
export class Sessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ends: SessionEnds,
  ) {}

  /** A new session and the secret that the browser shows from now on; we keep only its hash. */
  async open(
    userId: string,
    browser: Partial<Pick<SessionEntity, 'address' | 'userAgent'>> = {},
    now = new Date(),
  ): Promise<string> {
    const { secret, tokenHash } = newSecret();
    const times = { createdAt: now, lastUsedAt: now, expiresAt: expiryOf(now) };
    await this.dataSource.transaction(async (tx) => {
      await tx.insert(SessionEntity, { ...browser, ...times, userId, tokenHash });
      await this.endOldest(tx, userId);
    });
    return secret;
  }

  /** The session of these secrets, with its user in their groups; null when it has ended. */
  async find({ kind, secrets }: Credential, now = new Date()): Promise<SessionEntity | null> {
    const hashes = secrets.map(hashOf);
    const found = await this.dataSource.getRepository(SessionEntity).find({
      where: { ...aliveIn[kind](now), tokenHash: In(hashes) },
      ...WITH_ACTOR,
    });
    const nth = ({ tokenHash }: SessionEntity) => hashes.findIndex((hash) => hash.equals(tokenHash));
    return found.toSorted((one, other) => nth(one) - nth(other))[0] ?? null;
  }

  async noteUse(session: Pick<SessionEntity, 'id' | 'lastUsedAt'>, now = new Date()): Promise<void> {
    if (isUseWorthNoting(session.lastUsedAt, now)) await this.touch(session.id, now);
  }

  /** Notes use that is no request, such as keys typed into a console. */
  async touch(sessionId: string, now = new Date()): Promise<void> {
    await this.dataSource.manager.update(SessionEntity, { id: sessionId }, { lastUsedAt: now });
  }

  async end(sessionId: string, tx: EntityManager = this.dataSource.manager): Promise<void> {
    await this.endWhere(tx, [{ id: sessionId }]);
  }

  /** Ends the session of a cookie that the browser had before it signed in anew. */
  async endShown(cookie: string): Promise<void> {
    await this.endWhere(this.dataSource.manager, [{ ...A_BROWSER, tokenHash: hashOf(cookie) }]);
  }

  /**
   * Ends the sessions of all browsers of a person but one, after a change of password or role or when the account is disabled.
   * Access tokens stay valid: `close` closes the streams that they hold open, `keep` not even those, `end` ends the tokens too.
   */
  async endAllOf(
    userId: string,
    {
      except,
      tx = this.dataSource.manager,
      tokens = 'close',
    }: { except?: string; tx?: EntityManager; tokens?: 'keep' | 'close' | 'end' } = {},
  ): Promise<void> {
    const others = except === undefined ? {} : { id: Not(except) };
    await this.endWhere(tx, [{ ...(tokens === 'end' ? {} : A_BROWSER), userId, ...others }]);
    if (tokens !== 'close') return;
    for (const { id } of await tx.findBy(SessionEntity, { ...A_TOKEN, userId }))
      await this.ends.announce(id, tx);
  }

  async endExpired(now = new Date()): Promise<void> {
    await this.endWhere(this.dataSource.manager, expired(now), REMOVED_PER_ROUND);
  }

  /** Bounds the sessions of one person: a script may sign in again and again. */
  private async endOldest(tx: EntityManager, userId: string): Promise<void> {
    const older = await tx.find(SessionEntity, {
      where: { ...A_BROWSER, userId },
      order: { lastUsedAt: 'DESC', createdAt: 'DESC' },
      skip: SESSIONS_AT_MOST,
      select: { id: true },
    });
    if (older.length > 0) await this.endWhere(tx, [{ id: In(older.map(({ id }) => id)) }]);
  }

  private async endWhere(
    manager: EntityManager,
    where: FindOptionsWhere<SessionEntity>[],
    atMost?: number,
  ): Promise<void> {
    await manager.transaction(async (tx) => {
      const order = { expiresAt: 'ASC' } as const;
      const sessions = await tx.find(SessionEntity, { where, select: { id: true }, order, take: atMost });
      for (const { id } of sessions) {
        await tx.delete(SessionEntity, { id });
        await this.ends.announce(id, tx);
      }
    });
  }
}

/** 256 random bits. The prefix lets people, and scanners for leaked secrets, recognise what it is. */
export function newSecret(prefix = ''): { secret: string; tokenHash: Buffer } {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { secret, tokenHash: hashOf(secret) };
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
