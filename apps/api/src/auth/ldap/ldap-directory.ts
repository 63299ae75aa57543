import type { DirectorySettings } from '../../config/environment.js';
import { allAccounts, findAccount, type DirectoryEntry } from './account-search.js';
import { groupsOf } from './directory-groups.js';
import { Directory, type DirectoryAccount, type DirectorySnapshot } from './directory.js';
import { GroupGraph } from './group-graph.js';
import type { LdapSession } from './ldap-session.js';
import { LdapSessions } from './ldap-sessions.js';
import { classesAmong, standingOf, type DirectoryGroup } from './standing.js';

/** The directory as LDAP servers hold it, OpenLDAP's and Active Directory's alike. */
export class LdapDirectory extends Directory {
  readonly sessions: LdapSessions;

  constructor(
    readonly settings: DirectorySettings,
    readonly password: string | null,
  ) {
    super();
    this.sessions = new LdapSessions(settings, password);
  }

  async snapshot(signal: AbortSignal): Promise<DirectorySnapshot> {
    return this.withSession(signal, async (session) => {
      const graph = await GroupGraph.read(session, this.settings, signal);
      const entries = await allAccounts(session, this.settings, signal);
      return {
        accounts: entries.map((entry) => this.toAccount(entry, graph.groupsOf(entry))),
        classes: classesAmong(graph.groups, this.settings),
      };
    });
  }

  async check(signal: AbortSignal): Promise<string> {
    return this.withSession(signal, async (session) => {
      await session.search(this.settings.userDn, { scope: 'base', attributes: ['1.1'] }, signal);
      return session.url;
    });
  }

  /** Whose name it is, with what their groups make of them; on a connection that is open already. */
  async find(session: LdapSession, username: string, signal: AbortSignal): Promise<DirectoryAccount | null> {
    const entry = await findAccount(session, this.settings, username, signal);
    return entry && this.toAccount(entry, await groupsOf(session, this.settings, entry, signal));
  }

  private toAccount(entry: DirectoryEntry, groups: DirectoryGroup[]): DirectoryAccount {
    const { dn, username, displayName, email } = entry;
    const { role, isAllowed, classes } = standingOf(groups, this.settings);
    return { dn, username, displayName, email, role, classes, mayEnter: isAllowed && !entry.isDisabled };
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
