import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import type { Host } from '../../hosts/host.js';
import type { MakeOptions } from '../../hosts/vagrant/provisioner.js';
import { BoxImages } from '../boxes/box-images.js';
import { RestorePointRecord } from '../restore-points/restore-point-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { MachineSpecs } from './machine-specs.js';
import { VmRemoval } from './vm-removal.js';

/** The portal shows its own word for it. */
const FIRST_POINT = 'État initial';

/** Has Vagrant make a VM's machine. Every part can be repeated, whatever is there. */
@Injectable()
export class MachineMaking {
  constructor(
    private readonly specs: MachineSpecs,
    private readonly images: BoxImages,
    private readonly removal: VmRemoval,
    private readonly points: RestorePointRecord,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async prepareNetwork(host: Host, vm: VmEntity, signal: AbortSignal): Promise<void> {
    await this.specs.networkOf(host, vm, signal);
  }

  async prepareFolder(host: Host, vm: VmEntity, signal: AbortSignal): Promise<void> {
    await host.provisioner.prepareFolder(this.specs.folderOf(vm), await this.specs.specOf(host, vm, signal));
  }

  /** Resolves with whether it had to be imported. */
  async importBox(host: Host, vm: VmEntity, options: MakeOptions): Promise<boolean> {
    return this.images.ensure(host, await this.specs.boxOf(vm), options);
  }

  /** Resolves with whether the guest has to boot again before it can be reached. */
  async make(host: Host, vm: VmEntity, options: MakeOptions): Promise<boolean> {
    await this.removal.stopWork(host, vm.id);
    if (!(await host.machines.isWhole(vm.id))) {
      // An earlier try may have left parts of a machine that never ran.
      await this.removal.removeMachine(host, vm.id);
      await this.removal.removeDisks(host, vm.id);
      await this.up(host, vm, options);
    }
    const isBridged = this.environment.networkMode.kind === 'bridge';
    // Before anybody can log in.
    if (isBridged) await host.machines.forbidSpoofing(vm.id);
    if ((await host.machines.powerOf(vm.id)) === 'running')
      // The filter lets only addresses pass that it saw the network give; this guest got its own before the filter was there.
      return isBridged;
    // The portal was killed between defining and starting it, or Vagrant has switched it off.
    await host.machines.start(vm.id);
    return false;
  }

  /** The state in which its student got it. It takes nothing on disk until something changes. A machine that can have none is whole all the same. */
  async keepFirstState({ points }: Host, vm: VmEntity, { signal, log }: MakeOptions): Promise<boolean> {
    const first = { id: vm.id, name: FIRST_POINT, kind: 'initial', withMemory: false } as const;
    await this.points.addFirst(vm, first);
    try {
      const before = await points.takenMiB(vm.id);
      await points.make(vm.id, first.id, { withMemory: false, signal });
      await this.points.finish(vm.id, first.id, { before, after: await points.takenMiB(vm.id) });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      log(`— ${String(error)}`);
      await this.points.forget(vm.id, first.id);
      return false;
    }
  }

  async undo(host: Host, vm: VmEntity): Promise<void> {
    await this.removal.stopWork(host, vm.id);
    await this.removal.removeMachine(host, vm.id);
    await this.removal.removeDisks(host, vm.id);
    await this.removal.removeFolder(vm.folder);
  }

  private async up(host: Host, vm: VmEntity, options: MakeOptions): Promise<void> {
    const spec = await this.specs.specOf(host, vm, options.signal);
    const folder = this.specs.folderOf(vm);
    // After a restart of the portal there may be a newer box than the one that the folder was prepared for.
    await host.provisioner.prepareFolder(folder, spec);
    await this.images.ensure(host, spec.box, options);
    try {
      await host.provisioner.make(folder, spec, options);
    } catch (error) {
      // If Vagrant failed but the machine runs, the next step finds out whether its guest can be used.
      if (options.signal.aborted || (await host.machines.powerOf(vm.id)) !== 'running') throw error;
      options.log('— Vagrant did not see the end of it; going on with the machine it made.');
    }
  }
}
