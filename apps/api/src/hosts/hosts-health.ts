import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Degraded, HealthParts } from '../foundation/health/health-parts.js';
import { messageForLog } from '../foundation/logging/error-for-log.js';
import type { Host } from './host.js';
import { Hosts } from './hosts.js';
import { FREE_DISK_GIB } from './libvirt/volumes.js';
import type { LibvirtHost } from './libvirt/libvirt-host.js';

/** libvirt looks at every file of the pool for it. */
const POOL_EVERY_MS = 30_000;

/** Without any libvirt nothing can be done with a machine. */
@Injectable()
export class HostsHealth implements OnModuleInit {
  constructor(
    private readonly parts: HealthParts,
    private readonly hosts: Hosts,
  ) {}

  onModuleInit(): void {
    this.parts.register('libvirt', () => this.examineAll(nameOfReachable), { needed: true });
    this.parts.register('pool', () => this.examineAll(mustHaveSpace), {
      needed: false,
      everyMs: POOL_EVERY_MS,
    });
  }

  /** What fails on some of them is said, and is no more than degraded: the others go on. */
  private async examineAll(examine: (host: Host) => Promise<string>): Promise<string> {
    const hosts = this.hosts.all();
    const found = await Promise.allSettled(hosts.map(examine));
    const failures = found.flatMap((one, at) => {
      const name = hosts[at]?.givenName;
      return one.status === 'rejected' ? [{ name, reason: one.reason as unknown }] : [];
    });
    const remarks = found.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
    if (failures.length === hosts.length) throw failures[0]?.reason;
    if (failures.length === 0) return remarks.join(', ');
    throw new Degraded(failures.map(({ name, reason }) => `${name}: ${messageForLog(reason)}`).join(', '));
  }
}

export async function nameOfReachable(host: LibvirtHost): Promise<string> {
  await host.machines.check();
  return host.name();
}

export async function mustHaveSpace({ volumes }: LibvirtHost): Promise<string> {
  const freeBytes = await volumes.freeBytes();
  if (freeBytes >= FREE_DISK_GIB * 2 ** 30) return '';
  throw new Error(
    `${Math.floor(freeBytes / 2 ** 20)} MiB left in the storage pool: nothing more can be started`,
  );
}
