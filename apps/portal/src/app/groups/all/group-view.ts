import { mentionsAll, type Group, type GroupSource } from '@vm-manager/contracts';

export const SORT_KEYS = ['name', 'source', 'students', 'teachers', 'vms'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What the URL says about the list of groups. */
export interface GroupView {
  readonly search: string;
  readonly source: GroupSource | undefined;
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

export function viewedGroups(groups: readonly Group[], view: GroupView, language: string): Group[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const direction = view.isDescending ? -1 : 1;
  const compare: Record<SortKey, (a: Group, b: Group) => number> = {
    name: (a, b) => collator.compare(a.name, b.name),
    source: (a, b) => a.source.localeCompare(b.source),
    students: (a, b) => b.studentCount - a.studentCount,
    teachers: (a, b) => b.teacherCount - a.teacherCount,
    vms: (a, b) => b.vmCount - a.vmCount,
  };
  return groups
    .filter(({ name, source }) => (!view.source || source === view.source) && mentionsAll(name, view.search))
    .sort((a, b) => direction * compare[view.sort](a, b) || collator.compare(a.name, b.name));
}
