import { connectClose } from '../protocol/connect-procedures.js';
import { DomainEvents } from '../events/domain-events.js';
import { LibvirtClient } from '../libvirt-client.js';
import { LibvirtConnectionError } from './errors.js';
import { handshake } from './handshake.js';
import type { KeepaliveOptions } from './keepalive.js';
import { RpcConnection } from './rpc-connection.js';
import { resolveSocketPath } from './socket-path.js';
import { unixSocket, type Transport } from './transport.js';

export interface ConnectOptions {
  /** `qemu:///system`, `test:///default` or `test:///path/to.xml`. */
  readonly uri: string;
  /** How to reach the daemon that knows the URI; the socket of this machine's daemon when absent. */
  readonly transport?: Transport;
  /** Milliseconds for connecting and for every call that names no other; 30,000 when absent. */
  readonly timeoutMs?: number;
  /** Every 5 s, 5 times, when absent; `false` for a connection that may be held up (consoles, transfers). */
  readonly keepalive?: KeepaliveOptions | false;
  /** Uses the read-only socket: whatever changes something is refused by libvirt. */
  readonly readonly?: boolean;
  /** Calls on the wire at once, 4 when absent: one less than libvirtd's default `max_client_requests`. */
  readonly maxCallsInFlight?: number;
  /** Cancels connecting; of no effect afterwards. */
  readonly signal?: AbortSignal;
}

const DEFAULT_KEEPALIVE: KeepaliveOptions = { intervalMs: 5_000, count: 5 };
const GOODBYE_MS = 1_000;

/** An open connection. When it ends it stays ended: `ReconnectingLibvirt` makes new ones. */
export class LibvirtConnection extends LibvirtClient {
  readonly events: DomainEvents;
  /** For procedures that have no method here. */
  readonly channel: RpcConnection;

  constructor(channel: RpcConnection) {
    super(channel);
    this.channel = channel;
    this.events = new DomainEvents();
    void this.events.attach(channel);
  }

  get isOpen(): boolean {
    return this.channel.isOpen;
  }

  /** Resolves, never rejects, with the reason once the connection has ended, `close()` included. */
  get ended(): Promise<LibvirtConnectionError> {
    return this.channel.ended;
  }

  /** Says goodbye and hangs up; calls still under way reject. Safe to call twice. */
  async close(): Promise<void> {
    const goodbye = this.channel.call(connectClose, undefined, { timeoutMs: GOODBYE_MS });
    // A peer that cannot answer any more is no reason not to hang up.
    await Promise.allSettled([goodbye]);
    this.channel.destroy(new LibvirtConnectionError('closed', 'the connection was closed'));
    await this.ended;
  }
}

/** Connects, authenticates and opens the URI. Rejects with LibvirtConnectionError, LibvirtTimeoutError or the signal's reason. */
export async function connect(options: ConnectOptions): Promise<LibvirtConnection> {
  const { uri, signal, timeoutMs = 30_000, readonly = false, keepalive = DEFAULT_KEEPALIVE } = options;
  const transport = options.transport ?? unixSocket(await resolveSocketPath(uri, readonly));
  const rpc = new RpcConnection(await transport({ timeoutMs, signal }), {
    timeoutMs,
    maxCallsInFlight: options.maxCallsInFlight ?? 4,
  });
  try {
    const isAgreed = await handshake(rpc, {
      uri,
      readonly,
      signal,
      timeoutMs,
      wantsKeepalive: keepalive !== false,
    });
    if (keepalive !== false && isAgreed) rpc.startKeepalive(keepalive);
    return new LibvirtConnection(rpc);
  } catch (error) {
    rpc.destroy(new LibvirtConnectionError('closed', 'the handshake failed'));
    throw error;
  }
}
