import type { EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { reachOf } from '../../access/identity/permissions.js';
import { VMS_PER_OWNER } from '../../machines/vms/vms-per-owner.js';

/** Whether someone has to agree before this actor has them in a group, and what they said. */
export type Consent = 'not-needed' | 'needed' | 'asked' | 'declined';

/** For so long a student who declined is not asked again. */
const DECLINED_FOR = '7 days';

/**
 * A class gives its teachers rights over its students' VMs, so teachers may not take any student as they like. They add at once
 * students whom they teach already, and those without a class and without VMs, as at the start of a school year. Others are asked.
 */
const STRANGERS = `
  SELECT u.id FROM users u
   WHERE u.id = ANY($1)
     AND NOT EXISTS (
       SELECT FROM group_members mine JOIN group_members theirs USING (group_id)
        WHERE mine.user_id = $2 AND mine.teaches AND theirs.user_id = u.id AND NOT theirs.teaches)
     AND (EXISTS (SELECT FROM group_members m WHERE m.user_id = u.id)
       OR EXISTS (SELECT FROM (${VMS_PER_OWNER}) v WHERE v.owner_id = u.id))`;

/** By person; who is missing in the answer need not be asked. */
export async function consents(
  tx: EntityManager,
  actor: Actor,
  groupId: string,
  userIds: readonly string[],
): Promise<Map<string, Consent>> {
  if (reachOf(actor, 'manage-members') === 'all') return new Map();
  const rows = await tx.query<{ id: string; asked: boolean; declined: boolean }[]>(
    `SELECT stranger.id, i.id IS NOT NULL AND i.declined_at IS NULL AS asked,
            coalesce(i.declined_at BETWEEN now() - interval '${DECLINED_FOR}' AND now() + interval '1 minute', false) AS declined
       FROM (${STRANGERS}) stranger
       LEFT JOIN group_invitations i ON i.group_id = $3 AND i.user_id = stranger.id`,
    [userIds, actor.id, groupId],
  );
  return new Map(
    rows.map(({ id, asked, declined }) => [id, declined ? 'declined' : asked ? 'asked' : 'needed']),
  );
}
