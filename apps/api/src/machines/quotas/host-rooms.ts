import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { vmIdOfDisk } from '../../hosts/libvirt/volumes.js';
import { roomOf, type HostRoom } from './host-room.js';
import { QuotaChargeEntity } from './quota-charge.entity.js';

const GIB = 2 ** 30;

/** Asks the host what it has; always before a transaction begins, so that no lock waits for libvirt. */
@Injectable()
export class HostRooms {
  /** A class that starts its machines together asks once. */
  private asking: Promise<HostRoom> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Rejects with `libvirt-unavailable`. */
  current(): Promise<HostRoom> {
    return (this.asking ??= this.ask().finally(() => (this.asking = undefined)));
  }

  private async ask(): Promise<HostRoom> {
    const { name, machines, volumes } = this.hosts.all()[0] as Host;
    const [host, node, space] = await Promise.all([name(), machines.resources(), volumes.space()]);
    const charged = await this.dataSource.getRepository(QuotaChargeEntity).find({ select: { vmId: true } });
    const own = new Set(charged.map(({ vmId }) => vmId));
    const taken = space.volumes.filter(({ name }) => own.has(vmIdOfDisk(name) ?? ''));
    const vmDisksGiB = taken.reduce((sum, { bytes }) => sum + bytes, 0) / GIB;
    return roomOf({ host, ...node, diskFreeGiB: space.freeBytes / GIB, vmDisksGiB }, this.environment);
  }
}
