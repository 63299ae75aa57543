import {
  mentionsAll,
  type GroupMember,
  type Vm,
  type VmState,
  type MemberUsage,
  QUOTA_DIMENSIONS,
} from '@vm-manager/contracts';
import { type Level, fullness, shareOf } from '../../quotas/dimensions';

/**
 * What each view can be sorted by; the first is the one without a wish. By use only where everyone's is read: elsewhere it is
 * read of who is chosen, and who is chosen depends on the order.
 */
export const SORT_KEYS = {
  machines: ['trouble', 'name', 'last'],
  ecrans: ['name'],
  membres: ['name', 'vms', 'use'],
} as const;
export type SortKey = (typeof SORT_KEYS)[keyof typeof SORT_KEYS][number];

/** What the URL says about the list of a group's members. */
export interface MembersView {
  readonly search: string;
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

/** A member with their machines, those that need somebody first. */
export interface MemberLine extends GroupMember {
  readonly id: string;
  readonly vms: readonly Vm[];
}

/** What a teacher looks for first: what failed, then what runs, then what is on its way, then what rests. */
export const KINDS = ['failed', 'running', 'changing', 'suspended', 'stopped'] as const;
export type Kind = (typeof KINDS)[number];

const KIND_OF: Record<VmState, Kind> = {
  failed: 'failed',
  running: 'running',
  queued: 'changing',
  creating: 'changing',
  starting: 'changing',
  stopping: 'changing',
  restoring: 'changing',
  deleting: 'changing',
  suspended: 'suspended',
  stopped: 'stopped',
};
const rankOf = ({ state }: Vm) => KINDS.indexOf(KIND_OF[state]);

/** How many are in which kind of state; kinds without any are left out. */
export function tally(vms: readonly Vm[]): { kind: Kind; count: number }[] {
  return KINDS.map((kind) => ({
    kind,
    count: vms.filter(({ state }) => KIND_OF[state] === kind).length,
  })).filter(({ count }) => count > 0);
}

export function linesOf(members: readonly GroupMember[], vms: readonly Vm[], language: string): MemberLine[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  return members.map((member) => ({
    ...member,
    id: member.user.id,
    vms: vms
      .filter(({ owner }) => owner.id === member.user.id)
      .sort((a, b) => rankOf(a) - rankOf(b) || collator.compare(a.name, b.name)),
  }));
}

/** Teachers come last: a class is its students. Who never signed in comes after everyone who did. */
export function viewed(
  lines: readonly MemberLine[],
  view: MembersView,
  language: string,
  /** How near someone is to their limits, in per cent. */
  useOf: (userId: string) => number = () => 0,
): MemberLine[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const direction = view.isDescending ? -1 : 1;
  const byName = (a: MemberLine, b: MemberLine) =>
    collator.compare(a.user.displayName, b.user.displayName) ||
    collator.compare(a.user.username, b.user.username);
  // The first machine of a line is the one that says most; who has none comes last.
  const trouble = ({ vms: [first] }: MemberLine) => (first ? rankOf(first) : KINDS.length);
  const compare: Record<SortKey, (a: MemberLine, b: MemberLine) => number> = {
    trouble: (a, b) => trouble(a) - trouble(b),
    name: byName,
    // "Last seen" reads as a distance: ascending is the most recent first.
    last: (a, b) => (b.user.lastSignInAt ?? '').localeCompare(a.user.lastSignInAt ?? ''),
    vms: (a, b) => b.vms.length - a.vms.length,
    use: (a, b) => useOf(b.id) - useOf(a.id),
  };
  return lines
    .filter(({ user, vms }) => {
      const names = vms.map(({ name }) => name).join('\n');
      return mentionsAll([user.displayName, user.username, user.email ?? '', names].join('\n'), view.search);
    })
    .sort(
      (a, b) => Number(a.teaches) - Number(b.teaches) || direction * compare[view.sort](a, b) || byName(a, b),
    );
}

/** What the table compares: how near someone is to the nearest of their limits, in whole per cent. */
export const nearness = (use: MemberUsage): number => Math.round(fullness(use));

/** The limit that someone is nearest to; none where nothing limits or nothing is used. */
export function nearestOf({ usage, effective }: MemberUsage): Level | undefined {
  const levels = QUOTA_DIMENSIONS.map((dimension) => ({
    dimension,
    used: usage[dimension],
    limit: effective[dimension],
    adds: 0,
  }));
  const worst = levels.reduce((a, b) => (shareOf(b) > shareOf(a) ? b : a));
  return shareOf(worst) > 0 ? worst : undefined;
}
