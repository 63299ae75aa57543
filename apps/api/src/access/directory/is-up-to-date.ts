import type { GroupMemberEntity } from '../identity/group-member.entity.js';
import type { UserEntity } from '../identity/user.entity.js';
import type { DirectoryAccount } from './directory.js';

/** A membership with the class behind its group; null when a group has none. */
export type KnownMembership = Pick<GroupMemberEntity, 'source' | 'teaches'> & { directoryDn: string | null };

/** Whether our record agrees with the directory, so that nothing has to be written: the usual case. */
export function isUpToDate(
  user: UserEntity,
  account: DirectoryAccount,
  memberships: readonly KnownMembership[],
): boolean {
  const isSame =
    user.username === account.username &&
    (account.ids.length === 0 || (user.directoryId !== null && account.ids.includes(user.directoryId))) &&
    user.displayName === account.displayName &&
    user.email === account.email &&
    user.directoryDn === account.dn &&
    user.directoryRole === account.role &&
    user.leftDirectoryAt === null &&
    (user.roleSetByHand || user.role === account.role);
  const wanted = new Set(user.role === 'admin' ? [] : account.classes.map(({ dn }) => dn));
  const had = new Set(memberships.map(({ directoryDn }) => directoryDn));
  const isFitting = ({ source, directoryDn, teaches }: KnownMembership) =>
    source === 'manual' ||
    (directoryDn !== null && wanted.has(directoryDn) && teaches === (user.role === 'teacher'));
  return isSame && memberships.every(isFitting) && [...wanted].every((dn) => had.has(dn));
}
