import { DomainEvents } from '../events/domain-events.js';
import { Listeners } from '../events/listeners.js';
import { LibvirtClient } from '../libvirt-client.js';
import { connect, type ConnectOptions, type LibvirtConnection } from './connect.js';
import { LibvirtConnectionError } from './errors.js';
import { retryDelays, type RetryOptions } from './retry-delays.js';
import { pause } from './pause.js';
import { SwitchableChannel } from './switchable-channel.js';

export interface ReconnectingOptions extends Omit<ConnectOptions, 'signal'> {
  readonly retry?: RetryOptions;
}

export interface ConnectionEvents {
  /** Connected and subscribed again. Events since the last disconnection are lost: look at the world anew. */
  connected: { readonly attempts: number };
  /** Why the connection ended, or why the latest attempt failed. */
  disconnected: LibvirtConnectionError;
}

/** Keeps a connection to libvirt alive until `close()`. Calls in between fail at once with LibvirtConnectionError `disconnected`. */
export class ReconnectingLibvirt extends LibvirtClient {
  readonly events = new DomainEvents({ outlivesConnections: true });
  readonly #options: ReconnectingOptions;
  readonly #channel: SwitchableChannel;
  readonly #listeners = new Listeners<ConnectionEvents>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  /** Starts connecting at once. */
  constructor(options: ReconnectingOptions) {
    const channel = new SwitchableChannel();
    super(channel);
    this.#channel = channel;
    this.#options = options;
    this.#running = this.#run();
  }

  get isConnected(): boolean {
    return this.#channel.isConnected;
  }

  /** Returns how to stop listening. */
  on<K extends keyof ConnectionEvents>(kind: K, listener: (event: ConnectionEvents[K]) => void): () => void {
    return this.#listeners.add(kind, listener);
  }

  /** Resolves when there is a connection; rejects with the signal's reason, or with LibvirtConnectionError after `close()`. */
  whenConnected(signal?: AbortSignal): Promise<void> {
    const ends = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    return new Promise((resolve, reject) => {
      ends.throwIfAborted();
      if (this.isConnected) {
        resolve();
        return;
      }
      const onAbort = (): void => {
        stop();
        reject(ends.reason);
      };
      const stop = this.on('connected', () => {
        stop();
        ends.removeEventListener('abort', onAbort);
        resolve();
      });
      ends.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Hangs up and stays away. */
  async close(): Promise<void> {
    this.#closing.abort(new LibvirtConnectionError('closed', 'the client was closed'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const connection = await this.#connectAtLast();
      if (!connection) return;
      const hangUp = (): void => void connection.close();
      if (signal.aborted) hangUp();
      signal.addEventListener('abort', hangUp);
      const reason = await connection.ended;
      signal.removeEventListener('abort', hangUp);
      this.#lose(reason);
    }
  }

  /** Undefined when closed meanwhile. */
  async #connectAtLast(): Promise<LibvirtConnection | undefined> {
    const { signal } = this.#closing;
    let attempts = 0;
    for (const delay of retryDelays(this.#options.retry)) {
      attempts += 1;
      let connection: LibvirtConnection | undefined;
      try {
        connection = await connect({ ...this.#options, signal });
        await this.events.attach(connection.channel);
        this.#channel.switchTo(connection.channel);
        this.#listeners.tell('connected', { attempts });
        return connection;
      } catch (error) {
        await connection?.close();
        if (signal.aborted) return undefined;
        this.#lose(asConnectionError(error));
      }
      await pause(delay, signal);
    }
    return undefined;
  }

  #lose(reason: LibvirtConnectionError): void {
    this.events.detach();
    this.#channel.switchTo(undefined);
    this.#listeners.tell('disconnected', reason);
  }
}

function asConnectionError(error: unknown): LibvirtConnectionError {
  if (error instanceof LibvirtConnectionError) return error;
  return new LibvirtConnectionError('unreachable', 'connecting to libvirt failed', { cause: error });
}
