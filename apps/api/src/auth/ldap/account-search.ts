import { EqualityFilter, PresenceFilter, type Entry } from 'ldapts';
import type { DirectorySettings } from '../../config/environment.js';
import { toUsername } from '../username.js';
import { isDisabled, STATE_ATTRIBUTES } from './account-state.js';
import { valueOf, valuesOf } from './entry.js';
import type { LdapSession } from './ldap-session.js';

export type AccountSettings = Pick<DirectorySettings, 'userDn' | 'loginAttribute' | 'rdnAttribute'>;

/** Someone's own entry; what their groups make of them is asked for by itself. */
export interface DirectoryEntry {
  dn: string;
  username: string;
  displayName: string;
  email: string | null;
  isDisabled: boolean;
  /** By this, posixGroups name their members. */
  memberUid: string | null;
  /** DNs of groups, as far as the server tells them by itself. */
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
  const attributes = attributesOf(settings);
  const entries = await session.search(settings.userDn, { scope: 'sub', filter, attributes }, signal);
  const [entry, ...others] = entries;
  return entry && others.length === 0 ? toDirectoryEntry(entry, settings, username, now) : null;
}

export async function allAccounts(
  session: LdapSession,
  settings: AccountSettings,
  signal: AbortSignal,
  now = new Date(),
): Promise<DirectoryEntry[]> {
  const filter = new PresenceFilter({ attribute: settings.loginAttribute });
  const attributes = attributesOf(settings);
  const paged = { pageSize: 500 };
  const entries = await session.search(settings.userDn, { scope: 'sub', filter, attributes, paged }, signal);
  return entries.flatMap((entry) =>
    valuesOf(entry, settings.loginAttribute).flatMap(
      (name) => toDirectoryEntry(entry, settings, toUsername(name), now) ?? [],
    ),
  );
}

const attributesOf = ({ loginAttribute, rdnAttribute }: AccountSettings) => [
  ...new Set([loginAttribute, rdnAttribute, 'displayName', 'cn', 'mail', 'memberOf', ...STATE_ATTRIBUTES]),
];

/**
 * Servers compare names more loosely than we do (invisible characters, widths, spaces): a spelling that is not the
 * entry's own is nobody's, or it would be a way around the count of wrong passwords. Computers' names end in `$`.
 */
function toDirectoryEntry(
  entry: Entry,
  { loginAttribute, rdnAttribute }: AccountSettings,
  username: string,
  now: Date,
): DirectoryEntry | null {
  const names = valuesOf(entry, loginAttribute).map(toUsername);
  if (!names.includes(username) || username === '' || username.endsWith('$')) return null;
  const displayName = valueOf(entry, 'displayName') ?? valueOf(entry, 'cn') ?? username;
  return {
    dn: entry.dn,
    username,
    displayName: printable(displayName).slice(0, 200),
    email: mailOf(entry),
    isDisabled: isDisabled(entry, now),
    memberUid: valueOf(entry, rdnAttribute),
    memberOf: valuesOf(entry, 'memberOf'),
  };
}

function mailOf(entry: Entry): string | null {
  const mail = printable(valueOf(entry, 'mail') ?? '');
  return mail.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(mail) ? mail : null;
}

const printable = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();
