import type { ImportedLine } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import type { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import type { GroupEntity } from '../../access/identity/group.entity.js';
import { reachOf } from '../../access/identity/permissions.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import type { Consent } from './member-consent.js';

/** Why someone cannot be put into a group: a key of the contracts' texts. */
export type MemberRefusal =
  | 'account.not-yet'
  | 'account.unknown'
  | 'member.cannot-teach'
  | 'member.declined'
  | 'member.directory'
  | 'member.not-a-student'
  | 'member.students-only';

export interface MemberWish {
  group: Pick<GroupEntity, 'source'>;
  user: Pick<UserEntity, 'role'> | null;
  /** The directory knows them, and they have never signed in here. */
  isOnlyInDirectory?: boolean;
  /** Their present membership. */
  member: Pick<GroupMemberEntity, 'teaches' | 'source'> | null;
  teaches: boolean;
  /** Whether they have to be asked first, see `member-consent.ts`. */
  consent: Consent;
}

export type MemberPlan =
  { outcome: Exclude<ImportedLine['outcome'], 'refused'> } | { outcome: 'refused'; refusal: MemberRefusal };

const CONSENTED = {
  'not-needed': { outcome: 'added' },
  needed: { outcome: 'invited' },
  asked: { outcome: 'unchanged' },
  declined: { outcome: 'refused', refusal: 'member.declined' },
} as const satisfies Record<Consent, MemberPlan>;

/** What putting someone into a group would do, or why it is refused. */
export function planMember(actor: Actor, wish: MemberWish): MemberPlan {
  const { user, member, teaches, consent, isOnlyInDirectory = false } = wish;
  // A line that changes nothing is never refused, so that an exported list can always be imported again.
  if (member?.teaches === teaches) return { outcome: 'unchanged' };
  const refusal = refusalFor(actor, wish);
  if (refusal) return { outcome: 'refused', refusal };
  if (!user)
    return { outcome: 'refused', refusal: isOnlyInDirectory ? 'account.not-yet' : 'account.unknown' };
  if (teaches && user.role === 'student') return { outcome: 'refused', refusal: 'member.cannot-teach' };
  if (!member) return CONSENTED[consent];
  return member.source === 'directory'
    ? { outcome: 'refused', refusal: 'member.directory' }
    : { outcome: 'changed' };
}

/** The same for taking them out again. */
export function removalRefusal(
  actor: Actor,
  wish: Omit<MemberWish, 'teaches' | 'consent'>,
): MemberRefusal | null {
  if (wish.member?.source === 'directory') return 'member.directory';
  return refusalFor(actor, { ...wish, teaches: false });
}

/**
 * Teachers may only add students, and only to manual groups. If they could put an administrator or a colleague into a class, one
 * mistake in the rules of ownership would give them rights over that person.
 */
function refusalFor(
  actor: Actor,
  { group, user, member, teaches }: Omit<MemberWish, 'consent'>,
): MemberRefusal | null {
  if (reachOf(actor, 'manage-members') === 'all') return null;
  if (group.source === 'directory') return 'member.directory';
  if (teaches || member?.teaches) return 'member.students-only';
  return user?.role === 'student' ? null : 'member.not-a-student';
}
