import { AdminLimitExceededError, SizeLimitExceededError, TimeLimitExceededError } from 'ldapts';
import type { DirectorySettings } from '../../foundation/config/environment.js';
import { toUsername } from '../identity/user.entity.js';
import { allAccounts, findAccount, findById, type DirectoryEntry } from './account-search.js';
import { groupsOf } from './directory-groups.js';
import { isSomeoneElse } from './directory-id.js';
import { Directory, type DirectoryAccount, type DirectorySnapshot, type KnownAccount } from './directory.js';
import { GroupGraph } from './group-graph.js';
import type { LdapSession } from './ldap-session.js';
import { LdapSessions } from './ldap-sessions.js';
import { hasAtInLogins, loginIn } from './typed-login.js';
import { classesAmong, standingOf, type DirectoryGroup } from './standing.js';

/** A directory on LDAP servers, such as OpenLDAP or Active Directory. */
export class LdapDirectory extends Directory {
  readonly sessions: LdapSessions;

  constructor(
    readonly settings: DirectorySettings,
    readonly password: string | null,
  ) {
    super();
    this.sessions = new LdapSessions(settings, password);
  }

  get hasBareLogins() {
    return !hasAtInLogins(this.settings);
  }

  async snapshot(known: readonly KnownAccount[], signal: AbortSignal): Promise<DirectorySnapshot> {
    return this.withSession(signal, async (session) => {
      const graph = await unlessLimited(GroupGraph.read(session, this.settings, signal));
      const all = await unlessLimited(allAccounts(session, this.settings, signal));
      const accounts: DirectoryAccount[] = [];
      for (const entry of all ?? (await this.stillThere(session, known, signal))) {
        const groups = graph?.groupsOf(entry) ?? (await groupsOf(session, this.settings, entry, signal));
        accounts.push(this.toAccount(entry, groups));
      }
      const classes = graph
        ? classesAmong(graph.groups, this.settings)
        : [...new Map(accounts.flatMap((account) => account.classes.map((one) => [one.dn, one]))).values()];
      return { accounts, classes, isLimited: graph === null || all === null };
    });
  }

  lookUp(known: KnownAccount, signal: AbortSignal): Promise<DirectoryAccount | null> {
    return this.withSession(signal, async (session) => {
      const entry = await this.askFor(session, known, signal);
      return entry && this.toAccount(entry, await groupsOf(session, this.settings, entry, signal));
    });
  }

  loginsAmong(usernames: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    return this.withSession(signal, async (session) => {
      const taken = new Set<string>();
      for (const username of usernames)
        if (await findAccount(session, this.settings, username, signal)) taken.add(username);
      return taken;
    });
  }

  loginIn(typed: string): string {
    return loginIn(toUsername(typed), this.settings);
  }

  /** The login that exists in the directory: as typed, else without the domain; null when neither exists. */
  async nameOf(session: LdapSession, typed: string, signal: AbortSignal): Promise<string | null> {
    for (const name of new Set([toUsername(typed), this.loginIn(typed)]))
      if (await findAccount(session, this.settings, name, signal)) return name;
    return null;
  }

  async check(signal: AbortSignal): Promise<string> {
    return this.withSession(signal, async (session) => {
      await session.search(this.settings.userDn, { scope: 'base', attributes: ['1.1'] }, signal);
      return session.url;
    });
  }

  /** The account of this login, with role and classes by its groups; on a connection that is open already. */
  async find(session: LdapSession, username: string, signal: AbortSignal): Promise<DirectoryAccount | null> {
    const entry = await findAccount(session, this.settings, username, signal);
    return entry && this.toAccount(entry, await groupsOf(session, this.settings, entry, signal));
  }

  /** One or two questions for each account: slower than a list, but complete whatever limits the server has. */
  private async stillThere(
    session: LdapSession,
    known: readonly KnownAccount[],
    signal: AbortSignal,
  ): Promise<DirectoryEntry[]> {
    const found = new Map<string, DirectoryEntry>();
    for (const account of known) {
      const entry = await this.askFor(session, account, signal);
      if (entry) found.set(entry.dn, entry);
    }
    return [...found.values()];
  }

  /** Looks for the login, and for the identifier when the login belongs to another person or to nobody now. */
  private async askFor(
    session: LdapSession,
    account: KnownAccount,
    signal: AbortSignal,
  ): Promise<DirectoryEntry | null> {
    const named = await findAccount(session, this.settings, account.username, signal);
    if (named && !isSomeoneElse(account, named)) return named;
    return account.directoryId === null
      ? null
      : findById(session, this.settings, account.directoryId, signal);
  }

  private toAccount(entry: DirectoryEntry, groups: DirectoryGroup[]): DirectoryAccount {
    const { dn, ids, username, displayName, email } = entry;
    const { role, isAllowed, classes } = standingOf(groups, this.settings);
    const mayEnter = isAllowed && !entry.isDisabled;
    return { dn, ids, username, displayName, email, role, classes, mayEnter };
  }

  private async withSession<T>(signal: AbortSignal, work: (session: LdapSession) => Promise<T>): Promise<T> {
    const session = await this.sessions.open(signal);
    try {
      return await work(session);
    } finally {
      session.close();
    }
  }
}

/** Null when the server limits the list: an incomplete list would be worse than none. */
async function unlessLimited<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (LIMITS.some((limit) => error instanceof limit)) return null;
    throw error;
  }
}

/** Results by which servers refuse a list that is too long. */
const LIMITS = [SizeLimitExceededError, AdminLimitExceededError, TimeLimitExceededError];
