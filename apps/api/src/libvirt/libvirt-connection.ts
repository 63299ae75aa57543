import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  isLibvirtError,
  LibvirtConnectionError,
  LibvirtErrorCode,
  LibvirtTimeoutError,
  ReconnectingLibvirt,
  type DomainRef,
} from '@vm-manager/libvirt-rpc';
import type { Environment } from '../config/environment.js';
import { ProblemError } from '../http/problem-error.js';

/** A connection to libvirt that is made anew when it breaks. */
export class LibvirtConnection {
  private readonly logger = new Logger(LibvirtConnection.name);
  readonly client: ReconnectingLibvirt;

  constructor(libvirtUri: string) {
    this.client = new ReconnectingLibvirt({ uri: libvirtUri, timeoutMs: 20_000 });
    this.client.on('disconnected', (reason) => this.logger.warn(`No libvirt: ${reason.message}`));
  }

  /** Calls libvirt; being cut off becomes `libvirt-unavailable`. */
  async ask<T>(call: (client: ReconnectingLibvirt) => Promise<T>): Promise<T> {
    try {
      return await call(this.client);
    } catch (cause) {
      if (cause instanceof LibvirtConnectionError || cause instanceof LibvirtTimeoutError)
        throw new ProblemError('libvirt-unavailable', {}, { cause });
      throw cause;
    }
  }

  /** The VM's domain (its UUID is the VM's id), null when there is none. */
  domainOf(vmId: string): Promise<DomainRef | null> {
    return this.ask(({ domains }) => absentAsNull(domains.lookupByUuid(vmId), LibvirtErrorCode.noDomain));
  }
}

/**
 * The connections of this process. libvirt answers only a few calls of a connection at once, and a guest's agent may keep
 * one waiting for long: guests have a connection of their own.
 */
export class LibvirtConnections implements OnApplicationShutdown {
  readonly libvirt: LibvirtConnection;
  readonly guests: LibvirtConnection;

  constructor({ libvirtUri }: Environment) {
    this.libvirt = new LibvirtConnection(libvirtUri);
    this.guests = new LibvirtConnection(libvirtUri);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.libvirt.client.close(), this.guests.client.close()]);
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
