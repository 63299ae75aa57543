import type { EntityManager } from 'typeorm';

/** Until the transaction ends, no other one in any process works under the same key. */
export const lockUntilEnd = (tx: EntityManager, key: string): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
