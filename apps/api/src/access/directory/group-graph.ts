import { EqualityFilter, OrFilter, PresenceFilter, type Entry } from 'ldapts';
import type { DirectoryEntry } from './account-search.js';
import { groupBases, groupsBelow, toDirectoryGroup, type GroupSettings } from './directory-groups.js';
import { normalDn } from './dn.js';
import { valuesOf } from './entry.js';
import type { LdapSession } from './ldap-session.js';
import type { DirectoryGroup } from './standing.js';

const MEMBER_ATTRIBUTES = ['member', 'uniqueMember'];
const KINDS = [
  ...['group', 'groupOfNames', 'groupOfUniqueNames', 'posixGroup'].map(
    (value) => new EqualityFilter({ attribute: 'objectClass', value }),
  ),
  ...[...MEMBER_ATTRIBUTES, 'memberUid'].map((attribute) => new PresenceFilter({ attribute })),
];

/** All groups of the directory with their members, read at once, to find everyone's groups. */
export class GroupGraph {
  private readonly groupsByMember = new Map<string, DirectoryGroup[]>();

  private constructor(readonly groups: DirectoryGroup[]) {}

  static async read(session: LdapSession, settings: GroupSettings, signal: AbortSignal): Promise<GroupGraph> {
    const graph = new GroupGraph([]);
    const attributes = ['cn', 'memberUid', ...MEMBER_ATTRIBUTES];
    for (const { base, scope } of groupBases(settings)) {
      const filter = new OrFilter({ filters: KINDS });
      for (const entry of await groupsBelow(session, base, { scope, filter, attributes }, signal)) {
        const group = toDirectoryGroup(entry, settings);
        graph.groups.push(group);
        for (const uid of valuesOf(entry, 'memberUid')) graph.add(uidKey(uid), group);
        for (const attribute of MEMBER_ATTRIBUTES) {
          const members = await allValuesOf(session, entry, attribute, signal);
          for (const dn of members) graph.add(normalDn(dn), group);
        }
      }
    }
    return graph;
  }

  /** Each group once, even when groups contain each other. */
  groupsOf({
    dn,
    memberUid,
    memberOf,
  }: Pick<DirectoryEntry, 'dn' | 'memberUid' | 'memberOf'>): DirectoryGroup[] {
    const found = new Map<string, DirectoryGroup>();
    const keys = [
      normalDn(dn),
      ...(memberUid === null ? [] : [uidKey(memberUid)]),
      ...memberOf.map(normalDn),
    ];
    for (const told of memberOf.map(normalDn)) found.set(told, { dn: told, name: '', isOurs: false });
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
      for (const group of this.groupsByMember.get(key) ?? []) {
        const known = found.get(group.dn);
        if (known?.name) continue;
        found.set(group.dn, group);
        keys.push(group.dn);
      }
    }
    return [...found.values()];
  }

  private add(member: string, group: DirectoryGroup): void {
    this.groupsByMember.set(member, [...(this.groupsByMember.get(member) ?? []), group]);
  }
}

/** No DN looks like this. */
const uidKey = (uid: string) => `uid ${uid}`;

/** Active Directory gives 1,500 values at a time, as `member;range=0-1499`, and a star in the last range. */
async function allValuesOf(
  session: LdapSession,
  entry: Entry,
  attribute: string,
  signal: AbortSignal,
): Promise<string[]> {
  const values = valuesOf(entry, attribute);
  for (let part: Entry | undefined = entry; part;) {
    const ranged = Object.keys(part).find((key) =>
      key.toLowerCase().startsWith(`${attribute.toLowerCase()};range=`),
    );
    if (ranged === undefined) break;
    values.push(...valuesOf(part, ranged));
    const last = /-(\d+)$/.exec(ranged)?.[1];
    if (last === undefined) break;
    const attributes = [`${attribute};range=${Number(last) + 1}-*`];
    [part] = await session.search(entry.dn, { scope: 'base', attributes }, signal);
  }
  return values;
}
