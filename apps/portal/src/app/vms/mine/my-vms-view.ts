import type { Vm, VmState } from '@vm-manager/contracts';

/** States as one looks for them, in the order in which they matter. */
export const STATE_GROUPS = {
  running: ['running'],
  changing: ['queued', 'creating', 'starting', 'stopping', 'restoring', 'deleting'],
  failed: ['failed'],
  suspended: ['suspended'],
  stopped: ['stopped'],
} as const satisfies Record<string, readonly VmState[]>;
export type StateGroup = keyof typeof STATE_GROUPS;
export const STATE_GROUP_NAMES = Object.keys(STATE_GROUPS) as readonly StateGroup[];

/** Without another wish what runs comes first. */
export const SORTS = ['running', 'name', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

export function groupOf(state: VmState): StateGroup {
  const isIn = (group: StateGroup) => (STATE_GROUPS[group] as readonly VmState[]).includes(state);
  return STATE_GROUP_NAMES.find(isIn) ?? 'changing';
}

export function countsOf(vms: readonly Vm[]): Map<StateGroup, number> {
  const counts = new Map<StateGroup, number>();
  for (const { state } of vms) counts.set(groupOf(state), (counts.get(groupOf(state)) ?? 0) + 1);
  return counts;
}

export function ordered(vms: readonly Vm[], sort: Sort, language: string): string[] {
  const newest = (a: Vm, b: Vm) => b.createdAt.localeCompare(a.createdAt);
  const rank = ({ state }: Vm) => STATE_GROUP_NAMES.indexOf(groupOf(state));
  const compare = {
    name: () => {
      const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
      return (a: Vm, b: Vm) => collator.compare(a.name, b.name);
    },
    newest: () => newest,
    running: () => (a: Vm, b: Vm) => rank(a) - rank(b) || newest(a, b),
  }[sort];
  return vms.toSorted(compare()).map(({ id }) => id);
}

/** The order on screen stays while states change: a card must not run away from under the pointer. New ones come first. */
export function kept(order: readonly string[], vms: readonly Vm[]): string[] {
  const ids = new Set(vms.map(({ id }) => id));
  const known = new Set(order);
  return [...[...ids].filter((id) => !known.has(id)), ...order.filter((id) => ids.has(id))];
}
