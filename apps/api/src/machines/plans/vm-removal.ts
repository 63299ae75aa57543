import { Inject, Injectable } from '@nestjs/common';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Hypervisor } from '../../hosts/libvirt/hypervisor.js';
import { vmIdOfDisk, Volumes } from '../../hosts/libvirt/volumes.js';
import { Provisioner } from '../../hosts/vagrant/provisioner.js';
import { removeFolder } from '../vms/vm-folder.js';

/** Takes away what stands behind a VM. Every part can be repeated, whatever is there. */
@Injectable()
export class VmRemoval {
  constructor(
    private readonly provisioner: Provisioner,
    private readonly hypervisor: Hypervisor,
    private readonly volumes: Volumes,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** First of all: a process that is left could make again what is removed. */
  stopWork(vmId: string): Promise<void> {
    return this.provisioner.endStrayWork(vmId);
  }

  removeMachine(vmId: string): Promise<void> {
    return this.hypervisor.remove(vmId);
  }

  async removeDisks(vmId: string): Promise<void> {
    for (const name of await this.disksOf(vmId)) await this.volumes.remove(name);
  }

  removeFolder(folder: string): Promise<void> {
    return removeFolder(this.environment.studentVmsDir, folder);
  }

  /** What is still there; nothing may be, before a VM is called gone. */
  async leftovers(vmId: string, folder: string): Promise<string[]> {
    const left = await this.disksOf(vmId);
    if ((await this.hypervisor.powerOf(vmId)) !== 'absent') left.push(vmId);
    const path = resolve(this.environment.studentVmsDir, folder);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    return exists ? [...left, folder] : left;
  }

  private async disksOf(vmId: string): Promise<string[]> {
    return (await this.volumes.names()).filter((name) => vmIdOfDisk(name) === vmId);
  }
}
