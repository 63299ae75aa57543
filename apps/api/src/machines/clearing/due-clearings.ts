import type { ClearingReason } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { Warning } from '../../messages/notices/notice-params.js';

/** What the rules say of a VM now, and what its owner was told before. */
export interface DueClearing {
  vmId: string;
  /** When the rules want it in the bin; null: not at all. */
  due: Date | null;
  reason: ClearingReason;
  keepDays: number;
  group: string | null;
  dueAt: Date | null;
  warned: Warning | null;
  toldReason: ClearingReason | null;
}

/**
 * Those that are due before that time or were told something, or one VM alone. What has no machine has nothing to go to the bin. The
 * day on which a class ends is the school's.
 */
export function dueClearings(
  tx: EntityManager,
  { timeZone, before, vmId = null }: { timeZone: string; before: Date; vmId?: string | null },
): Promise<DueClearing[]> {
  return tx.query<DueClearing[]>(
    `WITH rules AS (
       SELECT clearing.*, "group".name AS "group", COALESCE(own.keep_days, by_default.keep_days) AS "keepDays",
         (own.ends_on + 1)::timestamp AT TIME ZONE $1 AS ends,
         clearing.used_at + make_interval(days => NULLIF(COALESCE(own.unused_days, by_default.unused_days), 0)) AS unused
         FROM clearings clearing
         JOIN vms vm ON vm.id = clearing.vm_id
         CROSS JOIN default_clearing by_default
         LEFT JOIN group_clearings own ON own.group_id = vm.group_id
         LEFT JOIN groups "group" ON "group".id = vm.group_id
        WHERE vm.gone_at IS NULL AND vm.state NOT IN ('queued', 'creating', 'failed', 'deleting')
          AND ($3::uuid IS NULL OR vm.id = $3)),
     dues AS (
       SELECT *, CASE WHEN LEAST(ends, unused) IS NOT NULL THEN GREATEST(LEAST(ends, unused), kept_until) END AS due,
         CASE WHEN LEAST(ends, unused) = ends THEN 'class-ends' ELSE 'unused' END AS by_rule
         FROM rules)
     SELECT vm_id AS "vmId", due, by_rule AS reason, "keepDays", "group", due_at AS "dueAt", warned,
         reason AS "toldReason"
       FROM dues WHERE due < $2 OR due_at IS NOT NULL OR $3::uuid IS NOT NULL
      ORDER BY due, vm_id`,
    [timeZone, before, vmId],
  );
}
