import {
  In,
  type EntityManager,
  type EntityTarget,
  type FindOptionsOrder,
  type FindOptionsWhere,
} from 'typeorm';

/**
 * What goes by age goes so many at a time, also when a wrong clock is believed: there are hours to notice it before a log
 * is empty. More than a school writes in an hour.
 */
export const REMOVED_PER_ROUND = 1_000;

/** Removes the oldest of what is too old. How many those were. */
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
