import { EqualityFilter, PresenceFilter, type Entry, type Filter } from 'ldapts';
import type { DirectorySettings } from '../../foundation/config/environment.js';
import { toUsername } from '../identity/user.entity.js';
import { isDisabled, STATE_ATTRIBUTES } from './account-state.js';
import { BINARY_ID_ATTRIBUTES, filterOfId, ID_ATTRIBUTES, idsOf } from './directory-id.js';
import { firstValueOf } from './dn.js';
import { valueOf, valuesOf } from './entry.js';
import type { LdapSession } from './ldap-session.js';

export type AccountSettings = Pick<DirectorySettings, 'userDn' | 'loginAttribute' | 'rdnAttribute'>;

/** Servers limit pages, too: OpenLDAP as it is installed to 500, Active Directory to 1,000. */
export const PAGE_SIZE = 100;

/** Someone's own entry; what their groups make of them is asked for by itself. */
export interface DirectoryEntry {
  dn: string;
  /** What it keeps for life, see directory-id; empty where the service account may not read that. */
  ids: string[];
  username: string;
  displayName: string;
  email: string | null;
  isDisabled: boolean;
  /** The name under which posixGroups list their members. */
  memberUid: string | null;
  /** DNs of groups that the server gives with the entry. */
  memberOf: string[];
}

/** The entries with this login name, in the form that is typed into a filter. ldapjs takes hex pairs for Latin-1. */
export function accountFilter(
  { loginAttribute }: Pick<AccountSettings, 'loginAttribute'>,
  username: string,
): string {
  const literally = username.replace(/\p{ASCII}/gu, (sign) =>
    /[A-Za-z0-9]/.test(sign) ? sign : `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `(${loginAttribute}=${literally})`;
}

/** Null when nobody has this name, or several do. */
export async function findAccount(
  session: LdapSession,
  settings: AccountSettings,
  username: string,
  signal: AbortSignal,
  now = new Date(),
): Promise<DirectoryEntry | null> {
  const filter = new EqualityFilter({ attribute: settings.loginAttribute, value: username });
  const entry = await onlyEntry(session, settings, filter, signal);
  // Servers compare names more loosely than we do (invisible characters, widths, spaces). Only the entry's own spelling is
  // accepted: others would be counted as other names, and so get around the limit of wrong passwords.
  return entry && loginsOf(entry, settings).includes(username)
    ? toDirectoryEntry(entry, settings, now)
    : null;
}

/** The same by the identifier, whatever the login is by now. */
export async function findById(
  session: LdapSession,
  settings: AccountSettings,
  id: string,
  signal: AbortSignal,
  now = new Date(),
): Promise<DirectoryEntry | null> {
  const filter = filterOfId(id);
  const entry = filter && (await onlyEntry(session, settings, filter, signal));
  return entry && toDirectoryEntry(entry, settings, now);
}

export async function allAccounts(
  session: LdapSession,
  settings: AccountSettings,
  signal: AbortSignal,
  now = new Date(),
): Promise<DirectoryEntry[]> {
  const filter = new PresenceFilter({ attribute: settings.loginAttribute });
  const paged = { pageSize: PAGE_SIZE };
  const entries = await session.search(settings.userDn, { ...asked(settings), filter, paged }, signal);
  return entries.flatMap((entry) => toDirectoryEntry(entry, settings, now) ?? []);
}

async function onlyEntry(
  session: LdapSession,
  settings: AccountSettings,
  filter: Filter,
  signal: AbortSignal,
): Promise<Entry | null> {
  const [entry, ...others] = await session.search(settings.userDn, { ...asked(settings), filter }, signal);
  return entry && others.length === 0 ? entry : null;
}

const asked = ({ loginAttribute, rdnAttribute }: AccountSettings) => ({
  scope: 'sub' as const,
  attributes: [
    ...new Set([
      ...[loginAttribute, rdnAttribute, 'displayName', 'cn', 'mail', 'memberOf'],
      ...STATE_ATTRIBUTES,
      ...ID_ATTRIBUTES,
    ]),
  ],
  explicitBufferAttributes: BINARY_ID_ATTRIBUTES,
});

/** Computers' names end in `$`. */
const loginsOf = (entry: Entry, { loginAttribute }: AccountSettings) =>
  valuesOf(entry, loginAttribute)
    .map(toUsername)
    .filter((name) => name !== '' && !name.endsWith('$'));

/** An entry with several logins is one account: its name is the login in the DN, else the first in the alphabet. */
function loginOf(entry: Entry, settings: AccountSettings): string | null {
  const logins = loginsOf(entry, settings).sort();
  const inDn = toUsername(firstValueOf(entry.dn));
  return logins.includes(inDn) ? inDn : (logins[0] ?? null);
}

function toDirectoryEntry(entry: Entry, settings: AccountSettings, now: Date): DirectoryEntry | null {
  const username = loginOf(entry, settings);
  if (username === null) return null;
  const displayName = valueOf(entry, 'displayName') ?? valueOf(entry, 'cn') ?? username;
  return {
    dn: entry.dn,
    ids: idsOf(entry),
    username,
    displayName: printable(displayName).slice(0, 200),
    email: mailOf(entry),
    isDisabled: isDisabled(entry, now),
    memberUid: valueOf(entry, settings.rdnAttribute),
    memberOf: valuesOf(entry, 'memberOf'),
  };
}

function mailOf(entry: Entry): string | null {
  const mail = printable(valueOf(entry, 'mail') ?? '');
  return mail.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(mail) ? mail : null;
}

const printable = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();
