import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { vmIdOfDisk } from '../../hosts/libvirt/volumes.js';
import { roomOf, type HostRoom } from './host-room.js';
import { KeptDiskEntity } from '../kept-disks/kept-disk.entity.js';
import { QuotaChargeEntity } from './quota-charge.entity.js';

const GIB = 2 ** 30;

/** Asks hosts what they have; always before a transaction begins, so that no lock waits for libvirt. */
@Injectable()
export class HostRooms {
  /** A class that starts its machines together asks once. */
  private readonly asking = new Map<Host, Promise<HostRoom>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Of the hosts that can be asked; rejects with `libvirt-unavailable` when none can. */
  async all(): Promise<[HostRoom, ...HostRoom[]]> {
    const asked = await Promise.allSettled(this.hosts.all().map((host) => this.of(host)));
    const [first, ...others] = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (first) return [first, ...others];
    throw asked.find((one) => one.status === 'rejected')?.reason;
  }

  /** Rejects with `libvirt-unavailable`. */
  of(host: Host): Promise<HostRoom> {
    const known = this.asking.get(host);
    if (known) return known;
    const asked = this.ask(host).finally(() => this.asking.delete(host));
    this.asking.set(host, asked);
    return asked;
  }

  private async ask({ name, machines, volumes }: Host): Promise<HostRoom> {
    const [host, node, space] = await Promise.all([name(), machines.resources(), volumes.space()]);
    const charged = await this.dataSource.getRepository(QuotaChargeEntity).find({ select: { vmId: true } });
    const own = new Set(charged.map(({ vmId }) => vmId));
    const kept = new Set(
      (await this.dataSource.getRepository(KeptDiskEntity).find()).map(({ volume }) => volume),
    );
    const taken = space.volumes.filter(({ name }) => own.has(vmIdOfDisk(name) ?? '') || kept.has(name));
    const vmDisksGiB = taken.reduce((sum, { bytes }) => sum + bytes, 0) / GIB;
    return roomOf({ host, ...node, diskFreeGiB: space.freeBytes / GIB, vmDisksGiB }, this.environment);
  }
}
