import type { EntityManager } from 'typeorm';

/**
 * What a decision about quotas locks, always in this order, after the VM's own row: person, group, host. Weaker than FOR
 * UPDATE, as a new VM holds its owner's row by its foreign key already, and two of them would wait for each other.
 */
export async function lockForReservation(
  tx: EntityManager,
  { ownerId, groupId, host }: { ownerId: string; groupId: string | null; host: string },
): Promise<void> {
  await lockPeople(tx, [ownerId]);
  if (groupId) await lockGroup(tx, groupId);
  await lockHost(tx, host);
}

/** Several in the order of their ids, whoever asks. */
export async function lockPeople(tx: EntityManager, userIds: readonly string[]): Promise<void> {
  await tx.query('SELECT 1 FROM users WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [userIds]);
}

export async function lockGroup(tx: EntityManager, groupId: string): Promise<void> {
  await tx.query('SELECT 1 FROM groups WHERE id = $1 FOR NO KEY UPDATE', [groupId]);
}

async function lockHost(tx: EntityManager, host: string): Promise<void> {
  const lock = () => tx.query<unknown[]>('SELECT 1 FROM quota_hosts WHERE host = $1 FOR UPDATE', [host]);
  if ((await lock()).length > 0) return;
  await tx.query('INSERT INTO quota_hosts (host) VALUES ($1) ON CONFLICT DO NOTHING', [host]);
  await lock();
}
