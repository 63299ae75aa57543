import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { ProblemError } from '../foundation/problems/problem-error.js';
import type { Host } from './host.js';

/** The hosts of this installation: one, until it is given more. */
export class Hosts implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly hosts: readonly Host[]) {}

  all(): readonly Host[] {
    return this.hosts;
  }

  /**
   * The one that a VM's record names. The only one is it under whatever name: nobody but itself says what it is called, and
   * a computer may be renamed. Throws `libvirt-unavailable` for one that is not of this installation any more.
   */
  of(name: string): Host {
    const [only, ...others] = this.hosts;
    const found = others.length === 0 ? only : this.hosts.find(({ pretended }) => pretended?.name === name);
    if (!found) throw new ProblemError('libvirt-unavailable');
    return found;
  }

  async onModuleInit(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.open()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.close()));
  }
}
