import { Inject, Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Installation } from '../../foundation/database/installation.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Adoption } from '../../hosts/libvirt/foreign-machines.js';
import type { Host } from '../../hosts/host.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import type { Box, MachineSpec } from '../../hosts/vagrant/provisioner.js';
import { BoxImages } from '../boxes/box-images.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import type { VmEntity } from '../vms/vm.entity.js';

/** What Vagrant is to make for a VM. */
@Injectable()
export class MachineSpecs {
  constructor(
    private readonly templates: VmTemplatesService,
    private readonly images: BoxImages,
    private readonly installation: Installation,
    private readonly acceleration: Acceleration,
    private readonly networks: OwnerNetworks,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  folderOf({ folder }: VmEntity): string {
    return join(this.environment.studentVmsDir, folder);
  }

  /** The name of its owner's network on the host, which is made when it is not there. */
  networkOf(host: Host, { ownerId }: VmEntity, signal: AbortSignal): Promise<string> {
    return this.networks.ensureFor(host, ownerId, signal);
  }

  async boxOf(vm: VmEntity): Promise<Box> {
    const { box } = await this.templates.fileOf(vm.templateId);
    const newest = await this.images.newestOf(box);
    if (!newest) throw new ProblemError('template-unavailable', { template: vm.templateId });
    return newest;
  }

  async specOf(host: Host, vm: VmEntity, signal: AbortSignal): Promise<MachineSpec> {
    const { os, hardware, communicator } = await this.templates.fileOf(vm.templateId);
    return {
      vmId: vm.id,
      installationId: this.installation.id,
      ownerId: vm.ownerId,
      hostName: vm.name,
      os,
      communicator,
      box: await this.boxOf(vm),
      vcpus: vm.vcpus,
      memoryMiB: vm.memoryMiB,
      diskGiB: vm.diskGiB,
      most: await this.mostOf(vm),
      network: await this.networkOf(host, vm, signal),
      hardware,
      bootTimeoutSeconds: await this.bootSeconds(vm),
    };
  }

  /** What makes a machine of others this VM's. */
  async adoptionOf(host: Host, vm: VmEntity, signal: AbortSignal): Promise<Adoption> {
    const network = await this.networkOf(host, vm, signal);
    return { ownerId: vm.ownerId, installationId: this.installation.id, title: vm.name, network };
  }

  /** What its template allows; one that has more already keeps it, and one without template what it has. */
  async mostOf({ templateId, vcpus, memoryMiB }: VmEntity): Promise<MachineSpec['most']> {
    const sizes = await this.templates.mostOf(templateId);
    return {
      vcpus: Math.max(sizes?.vcpus.max ?? 0, vcpus),
      memoryMiB: Math.max(sizes?.memoryMiB.max ?? 0, memoryMiB),
    };
  }

  async bootSeconds(vm: VmEntity): Promise<number> {
    const { bootTimeoutSeconds } = await this.templates.fileOf(vm.templateId);
    return bootTimeoutSeconds[await this.acceleration.speed()];
  }
}
