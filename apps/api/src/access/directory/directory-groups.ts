import {
  EqualityFilter,
  NoSuchObjectError,
  OrFilter,
  type Entry,
  type Filter,
  type SearchOptions,
} from 'ldapts';
import type { DirectorySettings } from '../../foundation/config/environment.js';
import { PAGE_SIZE, type DirectoryEntry } from './account-search.js';
import { firstValueOf, isBelow, normalDn } from './dn.js';
import { valueOf } from './entry.js';
import type { LdapSession } from './ldap-session.js';
import { isDn, type DirectoryGroup, type StandingRules } from './standing.js';

export type GroupSettings = StandingRules & Pick<DirectorySettings, 'groupDn'>;

const DEEPEST = 10;
const FILTERS_AT_ONCE = 200;

/** Where groups are looked for: below LDAP_GROUP_DN, and those that are configured by a DN elsewhere. */
export function groupBases(settings: GroupSettings): { base: string; scope: 'sub' | 'base' }[] {
  const elsewhere = [settings.adminGroup, settings.teacherGroup, settings.allowedGroup]
    .filter((configured) => configured !== null && isDn(configured) && !isBelow(configured, settings.groupDn))
    .map((dn) => ({ base: dn ?? '', scope: 'base' as const }));
  return [{ base: settings.groupDn, scope: 'sub' }, ...elsewhere];
}

export function toDirectoryGroup(entry: Entry, { groupDn }: GroupSettings): DirectoryGroup {
  const name = valueOf(entry, 'cn') ?? firstValueOf(entry.dn);
  return { dn: normalDn(entry.dn), name: name.trim(), isOurs: isBelow(entry.dn, groupDn) };
}

/**
 * All groups someone is in: the direct ones, then those that contain these, and so on. Groups that contain each other
 * are found once, and ten levels are enough for any school.
 */
export async function groupsOf(
  session: LdapSession,
  settings: GroupSettings,
  { dn, memberUid, memberOf }: Pick<DirectoryEntry, 'dn' | 'memberUid' | 'memberOf'>,
  signal: AbortSignal,
): Promise<DirectoryGroup[]> {
  const found = new Map<string, DirectoryGroup>();
  let asked: Filter[] = [...asMember(dn), ...(memberUid === null ? [] : [equal('memberUid', memberUid)])];
  let given: string[] = memberOf;
  for (let level = 0; level < DEEPEST && asked.length > 0; level++) {
    const containing = await groupsMatching(session, settings, asked, signal);
    // Groups outside the places that we search count only by their DN.
    const named = given
      .map((group) => toDirectoryGroup({ dn: group }, settings))
      .filter(({ isOurs }) => !isOurs);
    const fresh = [...containing, ...named.map((group) => ({ group, dn: group.dn }))].filter(
      ({ group }) => !found.has(group.dn),
    );
    for (const { group } of fresh) found.set(group.dn, group);
    asked = fresh.flatMap((one) => asMember(one.dn));
    given = [];
  }
  return [...found.values()];
}

/** A place that does not exist has no groups: some directories have none, and a group for a role may be made later. */
export async function groupsBelow(
  session: LdapSession,
  base: string,
  options: SearchOptions,
  signal: AbortSignal,
): Promise<Entry[]> {
  try {
    return await session.search(base, { ...options, paged: { pageSize: PAGE_SIZE } }, signal);
  } catch (error) {
    if (error instanceof NoSuchObjectError) return [];
    throw error;
  }
}

async function groupsMatching(
  session: LdapSession,
  settings: GroupSettings,
  filters: Filter[],
  signal: AbortSignal,
): Promise<{ group: DirectoryGroup; dn: string }[]> {
  const groups: { group: DirectoryGroup; dn: string }[] = [];
  for (const { base, scope } of groupBases(settings)) {
    for (let from = 0; from < filters.length; from += FILTERS_AT_ONCE) {
      const filter = new OrFilter({ filters: filters.slice(from, from + FILTERS_AT_ONCE) });
      const entries = await groupsBelow(session, base, { scope, filter, attributes: ['cn'] }, signal);
      groups.push(...entries.map((entry) => ({ group: toDirectoryGroup(entry, settings), dn: entry.dn })));
    }
  }
  return groups;
}

const equal = (attribute: string, value: string) => new EqualityFilter({ attribute, value });
const asMember = (dn: string) => [equal('member', dn), equal('uniqueMember', dn)];
