import type { EntityManager } from 'typeorm';

/** Waits until no other transaction of any process holds this key, and holds it until the transaction ends. */
export const lockUntilEnd = (tx: EntityManager, key: string): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
