import { httpResource } from '@angular/common/http';
import { type Signal, computed } from '@angular/core';
import { Group, GroupMember } from '@vm-manager/contracts';
import * as z from 'zod';
import { reloadAfter } from '../../events/reload-after';

const Groups = z.array(Group);
const Members = z.array(GroupMember);

export interface ClassFilter {
  readonly groups: Signal<readonly Group[]>;
  /** Whose machines are the chosen class's; undefined while none is chosen. */
  readonly owners: Signal<ReadonlySet<string> | undefined>;
  readonly isLoading: Signal<boolean>;
}

/**
 * A class's machines are those of its members, whichever group they are charged to: so do its own page, the API and the CSV.
 * Call in an injection context.
 */
export function injectClassFilter(chosen: () => string | undefined): ClassFilter {
  const groups = httpResource(() => '/api/groups', { parse: (body) => Groups.parse(body) });
  const members = httpResource(
    () => {
      const id = chosen();
      return id ? `/api/groups/${encodeURIComponent(id)}/members` : undefined;
    },
    { parse: (body) => Members.parse(body) },
  );
  reloadAfter(members, []);
  return {
    groups: computed(() => (groups.hasValue() ? groups.value() : [])),
    owners: computed(() =>
      chosen() ? new Set((members.hasValue() ? members.value() : []).map(({ user }) => user.id)) : undefined,
    ),
    isLoading: members.isLoading,
  };
}
