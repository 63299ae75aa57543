import { AccountFilter, type AccountSource, type Role } from '@vm-manager/contracts';
import type { AccountQuery } from '../accounts-client';

export const SORT_KEYS = ['displayName', 'username', 'lastSignInAt'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What the URL says about the list. */
export interface AccountView {
  readonly search: string;
  readonly role: Role | undefined;
  readonly source: AccountSource | undefined;
  readonly state: AccountFilter['state'];
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

type UrlValues = Record<'search' | 'role' | 'source' | 'state' | 'sort' | 'order', string | undefined>;

/** Reads the URL; what the API would refuse counts as absent, so that an old link still shows something. */
export function readView(url: UrlValues): AccountView {
  const { shape } = AccountFilter;
  return {
    search: (url.search ?? '').slice(0, 200),
    role: shape.role.safeParse(url.role).data,
    source: shape.source.safeParse(url.source).data,
    state: shape.state.safeParse(url.state).data,
    sort: SORT_KEYS.find((key) => key === url.sort) ?? 'displayName',
    isDescending: url.order === 'desc',
  };
}

export function isFiltered({ search, role, source, state }: AccountView): boolean {
  return !!(search.trim() || role || source || state);
}

export function toQuery({ search, role, source, state, sort, isDescending }: AccountView): AccountQuery {
  return {
    ...(search.trim() && { search: search.trim() }),
    ...(role && { role }),
    ...(source && { source }),
    ...(state && { state }),
    sort,
    order: isDescending ? 'desc' : 'asc',
  };
}
