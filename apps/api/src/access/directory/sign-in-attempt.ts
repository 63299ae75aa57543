import ldapjs, { type Client, type ClientOptions } from 'ldapjs';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ConnectionOptions } from 'node:tls';
import type { LdapSession } from './ldap-session.js';
import { unlessAborted } from '../../foundation/waiting/unless-aborted.js';

const IN_ALL_MS = 5_000;
const current = new AsyncLocalStorage<SignInAttempt>();

/** The server that answers now, and how passport-ldapauth is to speak with it. */
export interface AttemptedServer {
  session: LdapSession;
  tlsOptions: ConnectionOptions;
  startTls: boolean;
}

/**
 * One sign-in at the directory: its time limit, and the connections that it opens. passport-ldapauth gives no access to its
 * clients, and handles them wrongly in two ways: it closes them politely, which a server that hangs never answers, and its own
 * StartTLS sends passwords in clear while the handshake goes on.
 */
export class SignInAttempt {
  private readonly signal = AbortSignal.timeout(IN_ALL_MS);
  private readonly clients: Client[] = [];
  private found: AttemptedServer | undefined;

  /** `username` is what was typed, until it is known whom it means. */
  constructor(public username: string) {}

  static get current(): SignInAttempt {
    const attempt = current.getStore();
    if (!attempt) throw new Error('The directory is asked outside of a sign-in.');
    return attempt;
  }

  get server(): AttemptedServer {
    if (!this.found) throw new Error('No server has answered yet.');
    return this.found;
  }

  /** Rejects when time is up. Afterwards no connection is left. */
  async run<T>(
    connect: (signal: AbortSignal) => Promise<AttemptedServer>,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      this.found = await connect(this.signal);
      return await current.run(this, () => unlessAborted(work(), this.signal));
    } finally {
      this.found?.session.close();
      for (const client of this.clients) client.destroy();
    }
  }

  /** Questions after the password check count against the same time limit. */
  ask<T>(question: (session: LdapSession, signal: AbortSignal) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    return question(this.server.session, this.signal);
  }

  adopt(client: Client): void {
    this.clients.push(client);
    client.on('error', () => undefined);
    const { tlsOptions, startTls } = this.server;
    if (!startTls) return;
    // Until its setup is done, ldapjs sends nothing else.
    client.on('setup', (bare: Pick<Client, 'starttls'>, done: (error?: Error | null) => void) =>
      bare.starttls({ ...tlsOptions }, [], done),
    );
  }
}

const { createClient } = ldapjs;
Object.assign(ldapjs, {
  createClient(options?: ClientOptions): Client {
    const client = createClient(options);
    current.getStore()?.adopt(client);
    return client;
  },
});
