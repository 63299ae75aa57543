import { In, type EntityManager } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';

const LOCK = { mode: 'for_no_key_update' } as const;

/**
 * What a decision about quotas locks, always in this order, after the VM's own row: person, group, hosts. Weaker than FOR
 * UPDATE, as a new VM holds its owner's row by its foreign key already, and two of them would wait for each other.
 */
export async function lockForReservation(
  tx: EntityManager,
  { ownerId, groupId, hosts }: { ownerId: string; groupId: string | null; hosts: readonly string[] },
): Promise<void> {
  await lockForReservations(tx, { ownerIds: [ownerId], groupId, hosts });
}

/** The same for one decision about VMs of several people. */
export async function lockForReservations(
  tx: EntityManager,
  {
    ownerIds,
    groupId,
    hosts,
  }: { ownerIds: readonly string[]; groupId: string | null; hosts: readonly string[] },
): Promise<void> {
  await lockPeople(tx, ownerIds);
  if (groupId) await lockGroup(tx, groupId);
  for (const host of hosts.toSorted()) await lockHost(tx, host);
}

/** Several in the order of their ids, whoever asks. */
export async function lockPeople(tx: EntityManager, userIds: readonly string[]): Promise<void> {
  const where = { id: In([...userIds]) };
  await tx.find(UserEntity, { where, select: { id: true }, order: { id: 'ASC' }, lock: LOCK });
}

export async function lockGroup(tx: EntityManager, groupId: string): Promise<void> {
  await tx.findOne(GroupEntity, { where: { id: groupId }, select: { id: true }, lock: LOCK });
}

async function lockHost(tx: EntityManager, host: string): Promise<void> {
  const lock = () => tx.query<unknown[]>('SELECT 1 FROM quota_hosts WHERE host = $1 FOR UPDATE', [host]);
  if ((await lock()).length > 0) return;
  await tx.query('INSERT INTO quota_hosts (host) VALUES ($1) ON CONFLICT DO NOTHING', [host]);
  await lock();
}
