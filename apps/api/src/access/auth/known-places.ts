import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource, Equal, LessThan, type EntityManager } from 'typeorm';
import { removeOldest } from '../../foundation/database/remove-oldest.js';
import { networkOf } from '../../foundation/http/network-of.js';
import { KnownPlaceEntity } from './known-place.entity.js';

const KEPT_OF_A_KIND = 20;
const KEPT_MS = 180 * 24 * 3600_000;

/** Where an attempt comes from, and which part of that the account is known to. */
export interface Place {
  network: string;
  /** The row of this account and browser; null for a browser that it never signed in with. */
  browserId: string | null;
  isKnownNetwork: boolean;
}

/**
 * Browsers and networks from which an account signed in before: from there it gets in even while strangers guess its
 * password.
 */
@Injectable()
export class KnownPlaces {
  constructor(private readonly dataSource: DataSource) {}

  async find(username: string, address: string, browser: string | undefined): Promise<Place> {
    const network = networkOf(address);
    const theirs = { user: { username } };
    const rows = await this.dataSource.getRepository(KnownPlaceEntity).find({
      where: [
        { ...theirs, network },
        ...(browser === undefined ? [] : [{ ...theirs, browserHash: Equal(hashOf(browser)) }]),
      ],
      select: { id: true, network: true },
    });
    return {
      network,
      browserId: rows.find((row) => row.network === null)?.id ?? null,
      isKnownNetwork: rows.some((row) => row.network !== null),
    };
  }

  async remember(userId: string, address: string, browser: string, now = new Date()): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const repository = tx.getRepository(KnownPlaceEntity);
      const seen = { userId, lastUsedAt: now };
      await repository.upsert({ ...seen, browserHash: hashOf(browser) }, ['userId', 'browserHash']);
      await repository.upsert({ ...seen, network: networkOf(address) }, ['userId', 'network']);
      await forgetOldest(tx, userId);
    });
  }

  /** After a new password nothing is known any more: somebody may have signed in with the old one. */
  async forget(userId: string, tx: EntityManager): Promise<void> {
    await tx.delete(KnownPlaceEntity, { userId });
  }

  async forgetOld(now = new Date()): Promise<void> {
    const before = new Date(now.getTime() - KEPT_MS);
    const old = { lastUsedAt: LessThan(before) };
    await removeOldest(this.dataSource.manager, KnownPlaceEntity, old, { lastUsedAt: 'ASC' });
  }
}

const forgetOldest = (tx: EntityManager, userId: string) =>
  tx.query(
    `DELETE FROM known_places WHERE id IN (
       SELECT id FROM (
         SELECT id, row_number() OVER (PARTITION BY network IS NULL ORDER BY last_used_at DESC) AS nth
           FROM known_places WHERE user_id = $1
       ) ranked WHERE nth > $2)`,
    [userId, KEPT_OF_A_KIND],
  );

const hashOf = (browser: string) => createHash('sha256').update(browser).digest();
