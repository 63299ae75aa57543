import type { EntityManager } from 'typeorm';
import { SKEW_MS } from '../../foundation/database/lately.js';

const WINDOW_MS = 10 * 60_000;
export const REFUSALS_PER_WINDOW = 60;

/**
 * Whether one more refusal is still recorded: at most sixty in ten minutes for one person, or for all anonymous people together.
 */
export async function roomForRefusal(
  manager: EntityManager,
  actorId: string | null,
  now: Date,
): Promise<'some' | 'last' | 'none'> {
  const [row] = await manager.query<{ count: string }[]>(
    `SELECT count(*) FROM (
       SELECT FROM audit_log
        WHERE action = 'access.refused' AND actor_id IS NOT DISTINCT FROM $1 AND at BETWEEN $2 AND $4 LIMIT $3
     ) recent`,
    [actorId, new Date(now.getTime() - WINDOW_MS), REFUSALS_PER_WINDOW, new Date(now.getTime() + SKEW_MS)],
  );
  const left = REFUSALS_PER_WINDOW - Number(row?.count ?? 0);
  return left <= 0 ? 'none' : left === 1 ? 'last' : 'some';
}
