import { Inject, Injectable } from '@nestjs/common';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import type { Host } from '../../hosts/host.js';
import { vmIdOfDisk, type Volumes } from '../../hosts/libvirt/volumes.js';
import { KeptDiskEntity } from '../kept-disks/kept-disk.entity.js';
import { removeFolder } from '../vms/vm-folder.js';

/** Takes away what stands behind a VM. Every part can be repeated, whatever is there. */
@Injectable()
export class VmRemoval {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** First of all: a process that is left could make again what is removed. */
  stopWork({ provisioner }: Host, vmId: string): Promise<void> {
    return provisioner.endStrayWork(vmId);
  }

  removeMachine({ machines }: Host, vmId: string): Promise<void> {
    return machines.remove(vmId);
  }

  async removeDisks({ volumes }: Host, vmId: string): Promise<void> {
    for (const name of await this.disksOf(volumes, vmId)) await volumes.remove(name);
  }

  removeFolder(folder: string): Promise<void> {
    return removeFolder(this.environment.studentVmsDir, folder);
  }

  /** What is still there; nothing may be, before a VM is called gone. */
  async leftovers({ machines, volumes }: Host, vmId: string, folder: string): Promise<string[]> {
    const left = await this.disksOf(volumes, vmId);
    if ((await machines.powerOf(vmId)) !== 'absent') left.push(vmId);
    const path = resolve(this.environment.studentVmsDir, folder);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    return exists ? [...left, folder] : left;
  }

  /** By their names, and those that it came with under other names. */
  private async disksOf(volumes: Volumes, vmId: string): Promise<string[]> {
    const kept = await this.dataSource.getRepository(KeptDiskEntity).findBy({ vmId });
    const names = new Set(kept.map(({ volume }) => volume));
    return (await volumes.names()).filter((name) => vmIdOfDisk(name) === vmId || names.has(name));
  }
}
