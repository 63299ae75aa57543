import type { Vm, VmState } from '@vm-manager/contracts';
import { matchesSearch } from '../vm-search';

export const SORT_KEYS = [
  'name',
  'owner',
  'group',
  'state',
  'template',
  'vcpus',
  'memory',
  'disk',
  'address',
  'since',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What the URL says about the list. */
export interface View {
  readonly search: string;
  readonly state: VmState | undefined;
  readonly template: string | undefined;
  readonly group: string | undefined;
  /** The members of that group. */
  readonly owners: ReadonlySet<string> | undefined;
  /** Id of the only owner to show. */
  readonly owner: string | undefined;
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

/** Words that the list shows instead of ids, so that sorting follows what one sees. */
export interface Names {
  template(id: string): string;
  state(state: VmState): string;
}

export function viewed(vms: readonly Vm[], view: View, names: Names, language: string): Vm[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const direction = view.isDescending ? -1 : 1;
  return vms
    .filter(
      (vm) =>
        (!view.state || vm.state === view.state) &&
        (!view.template || vm.templateId === view.template) &&
        (!view.owners || view.owners.has(vm.owner.id)) &&
        (!view.owner || vm.owner.id === view.owner) &&
        matchesSearch(vm, view.search),
    )
    .sort(
      (a, b) =>
        direction * compare(a, b, view.sort, names, collator) ||
        collator.compare(a.name, b.name) ||
        (a.id < b.id ? -1 : 1),
    );
}

function compare(a: Vm, b: Vm, key: SortKey, names: Names, collator: Intl.Collator): number {
  // "Since" reads as an age: ascending is the youngest first.
  if (key === 'since') return b.createdAt.localeCompare(a.createdAt);
  if (key === 'vcpus') return a.vcpus - b.vcpus;
  if (key === 'memory') return a.memoryMiB - b.memoryMiB;
  if (key === 'disk') return a.diskGiB - b.diskGiB;
  const word: Record<Exclude<SortKey, 'since' | 'vcpus' | 'memory' | 'disk'>, (vm: Vm) => string> = {
    name: (vm) => vm.name,
    owner: (vm) => vm.owner.displayName,
    group: (vm) => vm.group?.name ?? '',
    state: (vm) => names.state(vm.state),
    template: (vm) => names.template(vm.templateId),
    address: (vm) => vm.ipAddress ?? '',
  };
  return collator.compare(word[key](a), word[key](b));
}
