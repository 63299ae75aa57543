import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { merge, type Observable } from 'rxjs';
import { ProblemError } from '../foundation/problems/problem-error.js';
import type { Host } from './host.js';
import type { HypervisorChange } from './libvirt/hypervisor.js';

/** The hosts of this installation: one, until it is given more. */
export class Hosts implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly hosts: readonly Host[]) {}

  all(): readonly Host[] {
    return this.hosts;
  }

  /**
   * The one that a VM's record names. A single host matches any name, as a computer may be renamed. Throws
   * `libvirt-unavailable` for one that is not of this installation any more.
   */
  of(name: string): Host {
    const found = this.hosts.find((host) => this.isNamed(host, name));
    if (!found) throw new ProblemError('libvirt-unavailable');
    return found;
  }

  /** Whether records mean this host by that name. */
  isNamed(host: Host, name: string): boolean {
    return this.hosts.length === 1 || host.givenName === name;
  }

  /**
   * Tells hosts apart in the names of queues and locks. Nothing while there is only one, so that renaming it changes none, and
   * for work on no host.
   */
  tagOf(name: string | null): string {
    return this.hosts.length === 1 || name === null ? '' : `-${name}`;
  }

  tags(): string[] {
    return [...new Set(['', ...this.hosts.map(({ givenName }) => this.tagOf(givenName))])];
  }

  /** What happens to machines on any of them. */
  changes(): Observable<HypervisorChange> {
    return merge(...this.hosts.map(({ machines }) => machines.changes));
  }

  async onModuleInit(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.open()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.close()));
  }
}
