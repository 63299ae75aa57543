import {
  AdminLimitExceededError,
  Client,
  UnavailableCriticalExtensionError,
  UnwillingToPerformError,
  type Entry,
  type SearchOptions,
} from 'ldapts';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure, type ConnectionOptions } from 'node:tls';
import type { DirectorySettings } from '../../foundation/config/environment.js';
import { tlsOptionsFor, type TlsSettings } from './ldap-tls.js';
import { unlessAborted } from '../../foundation/waiting/unless-aborted.js';

export type ConnectionSettings = TlsSettings & Pick<DirectorySettings, 'startTls' | 'bindDn'>;
export type ConnectionStep = 'connected' | 'secured' | 'bound';

const CLOSES_WITHIN_MS = 500;
/** Results by which servers refuse our page size, or paging at all. */
const PAGES_REFUSED = [AdminLimitExceededError, UnavailableCriticalExtensionError, UnwillingToPerformError];

/**
 * One connection to one server, after TLS and the service account's bind. It never reconnects: a library that reconnects would
 * ask without TLS and anonymously, and entries that it may not see would look as if they did not exist.
 */
export class LdapSession {
  private socket: Socket | undefined;
  private readonly client: Client;

  private constructor(
    readonly url: string,
    private readonly tlsOptions: ConnectionOptions,
    private readonly onStep: (step: ConnectionStep) => void,
  ) {
    this.client = new Client({
      url,
      ...(url.startsWith('ldaps:') ? { tlsOptions } : {}),
      createConnection: ((port: number, host: string) =>
        this.only(() => connectPlain(port, host))) as typeof connectPlain,
      createSecureConnection: ((...args: [number, string] | [ConnectionOptions]) =>
        args.length === 1
          ? connectSecure(args[0])
          : this.only(() => connectSecure(args[0], args[1], tlsOptions))) as typeof connectSecure,
    });
  }

  /** Gives up and closes the socket when the signal aborts. */
  static async open(
    url: string,
    settings: ConnectionSettings,
    password: string | null,
    signal: AbortSignal,
    onStep: (step: ConnectionStep) => void = () => undefined,
  ): Promise<LdapSession> {
    const session = new LdapSession(url, await tlsOptionsFor(url, settings), onStep);
    try {
      await unlessAborted(session.begin(settings, password), signal);
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** All entries, or a rejection. Asks page by page when `paged`, unless the server refuses that. */
  async search(base: string, options: SearchOptions, signal: AbortSignal): Promise<Entry[]> {
    try {
      const { searchEntries } = await unlessAborted(this.client.search(base, options), signal);
      return searchEntries;
    } catch (error) {
      if (!options.paged || !PAGES_REFUSED.some((refusal) => error instanceof refusal)) throw error;
      return this.search(base, { ...options, paged: false }, signal);
    }
  }

  close(): void {
    const { socket } = this;
    // Errors of a socket that is being closed concern nobody.
    socket?.on('error', () => undefined);
    this.client.unbind().catch(() => undefined);
    setTimeout(() => socket?.destroy(), CLOSES_WITHIN_MS).unref();
  }

  private async begin({ startTls, bindDn }: ConnectionSettings, password: string | null): Promise<void> {
    if (startTls) {
      await this.client.startTLS({ ...this.tlsOptions });
      this.onStep('secured');
    }
    // An anonymous bind also shows that the server answers.
    await this.client.bind(bindDn ?? '', bindDn === null ? '' : (password ?? ''));
    this.onStep('bound');
  }

  private only(connect: () => Socket): Socket {
    if (this.socket) throw new Error('The connection to the directory has ended.');
    this.socket = connect();
    this.socket.once('connect', () => this.onStep('connected'));
    this.socket.once('secureConnect', () => this.onStep('secured'));
    return this.socket;
  }
}
