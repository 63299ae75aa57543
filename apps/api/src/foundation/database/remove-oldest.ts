import {
  In,
  type EntityManager,
  type EntityTarget,
  type FindOptionsOrder,
  type FindOptionsWhere,
} from 'typeorm';

/**
 * At most so many rows are removed by age in one round, more than a school writes in an hour. If a wrong clock is believed after
 * all, it takes hours until a log is empty, and somebody can notice.
 */
export const REMOVED_PER_ROUND = 1_000;

/** Removes the oldest rows that match. Resolves with how many. */
export async function removeOldest<Row extends { id: string }>(
  tx: EntityManager,
  kind: EntityTarget<Row>,
  where: FindOptionsWhere<Row> | FindOptionsWhere<Row>[],
  order: FindOptionsOrder<Row>,
): Promise<number> {
  const rows = await tx.find(kind, { where, order, take: REMOVED_PER_ROUND });
  if (rows.length === 0) return 0;
  const ids = { id: In(rows.map(({ id }) => id)) } as FindOptionsWhere<Row>;
  const { affected } = await tx.delete(kind, ids);
  return affected ?? 0;
}
