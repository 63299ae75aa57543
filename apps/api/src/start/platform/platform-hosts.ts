import { Injectable } from '@nestjs/common';
import type { PlatformHost } from '@vm-manager/contracts';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';

/** The hosts as they are made: versions, size, and why guests are as fast as they are. */
@Injectable()
export class PlatformHosts {
  constructor(
    private readonly hosts: Hosts,
    private readonly acceleration: Acceleration,
  ) {}

  async list(): Promise<PlatformHost[]> {
    const acceleration = await this.acceleration.speed();
    const accelerationReason = await this.acceleration.reason();
    return Promise.all(
      this.hosts.all().map(async (host, index) => ({
        ...(await describe(host).catch(() => unreachable(host, index))),
        acceleration,
        accelerationReason,
      })),
    );
  }
}

type Described = Omit<PlatformHost, 'acceleration' | 'accelerationReason'>;

async function describe({ name, machines }: Host): Promise<Described> {
  const [known, { cores, memoryMiB }, versions] = await Promise.all([
    name(),
    machines.resources(),
    machines.versions(),
  ]);
  return { name: known, isReachable: true, ...versions, cores, memoryMiB };
}

const unreachable = ({ givenName }: Host, index: number): Described => ({
  ...{
    name: givenName ?? `#${index + 1}`,
    isReachable: false,
    libvirtVersion: null,
    hypervisorVersion: null,
  },
  ...{ cores: null, memoryMiB: null },
});
