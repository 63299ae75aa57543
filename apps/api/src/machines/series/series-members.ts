import type { EntityManager } from 'typeorm';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { isOpen } from '../../access/identity/sign-in-rule.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesEntity } from './series.entity.js';

/** Who gets a machine: the class's students, closed accounts among them, which are told apart then. */
export async function studentsOf(tx: EntityManager, groupId: string): Promise<UserEntity[]> {
  const members = await tx.find(GroupMemberEntity, {
    where: { groupId, teaches: false, user: { role: 'student' } },
    relations: { user: true },
    order: { user: { displayName: 'ASC', id: 'ASC' } },
  });
  return members.map(({ user }) => user);
}

/** Of series that follow their classes: students whose accounts are open and who have no machine of it yet. */
export async function addNewcomers(tx: EntityManager): Promise<void> {
  const following = await tx.findBy(SeriesEntity, { followMembers: true });
  for (const { id: seriesId, groupId } of following) {
    const known = new Set((await tx.findBy(SeriesMemberEntity, { seriesId })).map(({ userId }) => userId));
    const newcomers = (await studentsOf(tx, groupId)).filter((user) => isOpen(user) && !known.has(user.id));
    if (newcomers.length > 0)
      await addMembers(
        tx,
        seriesId,
        newcomers.map(({ id }) => id),
        { id: null, address: null },
      );
  }
}

/** Those who are in it stay as they are. */
export async function addMembers(
  tx: EntityManager,
  seriesId: string,
  userIds: readonly string[],
  { id: actorId, address }: { id: string | null; address: string | null },
): Promise<void> {
  const createdAt = new Date();
  const waiting = { seriesId, state: 'waiting' as const, actorId, address, createdAt };
  await tx
    .createQueryBuilder()
    .insert()
    .into(SeriesMemberEntity)
    .values(userIds.map((userId) => ({ ...waiting, userId })))
    .orIgnore()
    .execute();
}
