import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Hypervisor } from '../../hosts/libvirt/hypervisor.js';
import { Provisioner, type MakeOptions } from '../../hosts/vagrant/provisioner.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { BoxImages } from './box-images.js';
import { MachineSpecs } from './machine-specs.js';
import { VmRemoval } from './vm-removal.js';

/** Has Vagrant make a VM's machine. Every part can be repeated, whatever is there. */
@Injectable()
export class MachineMaking {
  constructor(
    private readonly specs: MachineSpecs,
    private readonly images: BoxImages,
    private readonly provisioner: Provisioner,
    private readonly hypervisor: Hypervisor,
    private readonly removal: VmRemoval,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async prepareNetwork(vm: VmEntity, signal: AbortSignal): Promise<void> {
    await this.specs.networkOf(vm, signal);
  }

  async prepareFolder(vm: VmEntity, signal: AbortSignal): Promise<void> {
    await this.provisioner.prepareFolder(this.specs.folderOf(vm), await this.specs.specOf(vm, signal));
  }

  /** Resolves with whether it had to be imported. */
  async importBox(vm: VmEntity, options: MakeOptions): Promise<boolean> {
    return this.images.ensure(await this.specs.boxOf(vm), options);
  }

  /** Resolves with whether the guest has to boot again before it can be reached. */
  async make(vm: VmEntity, options: MakeOptions): Promise<boolean> {
    await this.removal.stopWork(vm.id);
    if (!(await this.hypervisor.isWhole(vm.id))) {
      // What an earlier try left of a machine that never ran.
      await this.removal.removeMachine(vm.id);
      await this.removal.removeDisks(vm.id);
      await this.up(vm, options);
    }
    const isBridged = this.environment.networkMode.kind === 'bridge';
    // Before anybody can log in.
    if (isBridged) await this.hypervisor.forbidSpoofing(vm.id);
    if ((await this.hypervisor.powerOf(vm.id)) === 'running')
      // The filter only passes an address that it saw the network give, and this guest was given its address before that.
      return isBridged;
    // The portal was killed between defining and starting it, or Vagrant has switched it off.
    await this.hypervisor.start(vm.id);
    return false;
  }

  async undo(vm: VmEntity): Promise<void> {
    await this.removal.stopWork(vm.id);
    await this.removal.removeMachine(vm.id);
    await this.removal.removeDisks(vm.id);
    await this.removal.removeFolder(vm.folder);
  }

  private async up(vm: VmEntity, options: MakeOptions): Promise<void> {
    const spec = await this.specs.specOf(vm, options.signal);
    const folder = this.specs.folderOf(vm);
    // After a restart of the portal there may be a newer box than the one that the folder was prepared for.
    await this.provisioner.prepareFolder(folder, spec);
    await this.images.ensure(spec.box, options);
    try {
      await this.provisioner.make(folder, spec, options);
    } catch (error) {
      // If Vagrant failed but the machine runs, the next step finds out whether its guest can be used.
      if (options.signal.aborted || (await this.hypervisor.powerOf(vm.id)) !== 'running') throw error;
      options.log('— Vagrant did not see the end of it; going on with the machine it made.');
    }
  }
}
