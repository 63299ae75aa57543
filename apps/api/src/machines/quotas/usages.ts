import type { Usage } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { NOTHING } from './amounts.js';

/** What the ledger sums up by. */
type Whose = 'owner_id' | 'group_id' | 'host';
type Row = Usage & { whose: string };

/** What the VMs of each of these count together. */
export async function usagesOf(
  tx: EntityManager,
  whose: Whose,
  ids: readonly string[],
): Promise<Map<string, Usage>> {
  const rows = await tx.query<Row[]>(
    `SELECT ${whose} AS whose, sum(vms)::int AS vms, sum(vcpus)::int AS vcpus, sum(memory_mib)::int AS "memoryMiB",
        sum(disk_gib)::int AS "diskGiB", sum(running_vcpus)::int AS "runningVcpus",
        sum(running_memory_mib)::int AS "runningMemoryMiB"
       FROM quota_charges WHERE ${whose} = ANY($1) GROUP BY ${whose}`,
    [ids],
  );
  const sums = new Map(rows.map(({ whose: id, ...usage }) => [id, usage]));
  return new Map(ids.map((id) => [id, sums.get(id) ?? NOTHING]));
}

/** How many VMs this person has on each host. */
export async function vmsByHost(tx: EntityManager, ownerId: string): Promise<Map<string, number>> {
  const rows = await tx.query<{ host: string; vms: number }[]>(
    'SELECT host, count(*)::int AS vms FROM quota_charges WHERE owner_id = $1 GROUP BY host',
    [ownerId],
  );
  return new Map(rows.map(({ host, vms }) => [host, vms]));
}

export async function usageOf(tx: EntityManager, whose: Whose, id: string): Promise<Usage> {
  return (await usagesOf(tx, whose, [id])).get(id) ?? NOTHING;
}
