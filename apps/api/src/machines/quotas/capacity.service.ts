import { Injectable } from '@nestjs/common';
import type { HostCapacity } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { HostRoom } from './host-room.js';
import { HostRooms } from './host-rooms.js';
import { usageOf } from './usages.js';

/** What the hosts have, what of it is promised, and what is really used. */
@Injectable()
export class CapacityService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rooms: HostRooms,
  ) {}

  /** Of those that can be asked; rejects with `libvirt-unavailable` when none can. */
  async list(): Promise<HostCapacity[]> {
    return Promise.all((await this.rooms.all()).map((room) => this.capacityOf(room)));
  }

  private async capacityOf(room: HostRoom): Promise<HostCapacity> {
    const { host, cores, memoryMiB, memoryUsedMiB, diskFreeGiB, vmDisksGiB, limits } = room;
    return {
      host,
      cores,
      memoryMiB,
      diskFreeGiB: rounded(diskFreeGiB),
      limits,
      promised: await usageOf(this.dataSource.manager, 'host', host),
      used: { memoryMiB: memoryUsedMiB, diskGiB: rounded(vmDisksGiB) },
    };
  }
}

const rounded = (gib: number) => Math.round(gib * 10) / 10;
