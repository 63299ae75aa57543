import { Logger } from '@nestjs/common';
import {
  connect,
  isLibvirtError,
  LibvirtConnectionError,
  LibvirtErrorCode,
  LibvirtTimeoutError,
  ReconnectingLibvirt,
  type ConnectionFailure,
  type DomainRef,
  type LibvirtClient,
} from '@vm-manager/libvirt-rpc';
import { setTimeout as pause } from 'node:timers/promises';
import { ProblemError } from '../../foundation/problems/problem-error.js';

const CALL_MS = 20_000;
/** libvirtd is restarted in a second or two; no job shall fail by that. */
const PATIENCE_MS = 30_000;
/** Until the loss of a connection is known everywhere. */
const SETTLE_MS = 50;
const PASSING: ReadonlySet<ConnectionFailure> = new Set(['disconnected', 'lost', 'unreachable'] as const);

export interface AskOptions {
  /** How long a call that has no connection waits for one; 30,000 when absent. */
  patienceMs?: number;
}

/** While a person waits for the answer. */
export const BRIEFLY: AskOptions = { patienceMs: 2_000 };

/** A connection to libvirt that is made anew when it breaks. */
export class LibvirtConnection {
  private readonly logger = new Logger(LibvirtConnection.name);
  private readonly own = new Set<{ close(): Promise<void> }>();

  constructor(
    private readonly uri: string,
    readonly client = new ReconnectingLibvirt({ uri, timeoutMs: CALL_MS }),
  ) {
    this.client.on('disconnected', (reason) => this.logger.warn(`No libvirt: ${reason.message}`));
  }

  /**
   * Calls libvirt, once more when the connection breaks; being cut off for longer becomes `libvirt-unavailable`. Only for
   * what libvirt answers by itself: it answers a few calls of a connection at once.
   */
  ask<T>(
    call: (client: LibvirtClient) => Promise<T>,
    { patienceMs = PATIENCE_MS }: AskOptions = {},
  ): Promise<T> {
    return this.patiently(() => call(this.client), patienceMs);
  }

  /** Like `ask`, on a connection of its own (1 to 2 ms): for what may take long, so that nothing else waits for it. */
  alone<T>(call: (client: LibvirtClient) => Promise<T>): Promise<T> {
    return this.patiently(async () => {
      const own = await connect({ uri: this.uri, timeoutMs: CALL_MS, keepalive: false });
      this.own.add(own);
      try {
        return await call(own);
      } finally {
        this.own.delete(own);
        await own.close();
      }
    }, PATIENCE_MS);
  }

  /** The VM's domain (its UUID is the VM's id), null when there is none. */
  domainOf(vmId: string, options?: AskOptions): Promise<DomainRef | null> {
    return this.ask(
      ({ domains }) => absentAsNull(domains.lookupByUuid(vmId), LibvirtErrorCode.noDomain),
      options,
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.client, ...this.own].map((connection) => connection.close()));
  }

  private async patiently<T>(call: () => Promise<T>, patienceMs: number): Promise<T> {
    try {
      return await call().catch(async (error: unknown) => {
        if (!(error instanceof LibvirtConnectionError && PASSING.has(error.failure))) throw error;
        const patience = AbortSignal.timeout(patienceMs);
        await pause(SETTLE_MS);
        await this.client.whenConnected(patience).catch(() => {
          throw error;
        });
        return call();
      });
    } catch (cause) {
      if (cause instanceof LibvirtConnectionError || cause instanceof LibvirtTimeoutError)
        throw new ProblemError('libvirt-unavailable', {}, { cause });
      throw cause;
    }
  }
}

/** Resolves with null when libvirt says that the thing is not there. */
export async function absentAsNull<T>(call: Promise<T>, ...codes: number[]): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isLibvirtError(error, ...codes)) return null;
    throw error;
  }
}
