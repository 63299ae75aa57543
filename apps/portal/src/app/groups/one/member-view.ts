import type { GroupMember } from '@vm-manager/contracts';
import { plainText } from '../plain-text';

export const SORT_KEYS = ['name', 'last', 'vms', 'running', 'use'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What the URL says about the list of a group's members. */
export interface MemberView {
  readonly search: string;
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

/** Teachers first, then as asked; who never signed in comes after everyone who did. */
export function viewedMembers(
  members: readonly GroupMember[],
  view: MemberView,
  language: string,
  /** How near someone is to their limits, in per cent. */
  useOf: (userId: string) => number = () => 0,
): GroupMember[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const words = plainText(view.search).split(/\s+/).filter(Boolean);
  const direction = view.isDescending ? -1 : 1;
  const byName = (a: GroupMember, b: GroupMember) =>
    collator.compare(a.user.displayName, b.user.displayName) ||
    collator.compare(a.user.username, b.user.username);
  const compare: Record<SortKey, (a: GroupMember, b: GroupMember) => number> = {
    name: byName,
    // "Last seen" reads as a distance: ascending is the most recent first.
    last: (a, b) => (b.user.lastSignInAt ?? '').localeCompare(a.user.lastSignInAt ?? ''),
    vms: (a, b) => b.vmCount - a.vmCount,
    running: (a, b) => b.runningVmCount - a.runningVmCount,
    use: (a, b) => useOf(b.user.id) - useOf(a.user.id),
  };
  return members
    .filter(({ user }) => {
      const text = plainText(`${user.displayName}\n${user.username}\n${user.email ?? ''}`);
      return words.every((word) => text.includes(word));
    })
    .sort(
      (a, b) => Number(b.teaches) - Number(a.teaches) || direction * compare[view.sort](a, b) || byName(a, b),
    );
}
