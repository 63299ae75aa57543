import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Host } from '../../hosts/host.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { KeptDiskEntity } from '../kept-disks/kept-disk.entity.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { wantedSizeOf } from '../vms/vm-size.js';
import { MachineSpecs } from './machine-specs.js';

/** Brings a VM's machine to what its record wants it to be. Everything can be repeated. */
@Injectable()
export class MachineUpkeep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly specs: MachineSpecs,
  ) {}

  /** What waited for the start is there when the machine starts. */
  async prepareStart(host: Host, vmId: string, signal: AbortSignal): Promise<void> {
    const vm = await this.record.find(vmId);
    if (!vm) return;
    await this.adopt(host, vm, signal);
    await this.describe(host, vm);
    await this.growDisk(host, vm);
    await this.resize(host, vm, 'off');
  }

  /** One that came from the prototype while it ran is ours in all things from its next start on. */
  private async adopt(host: Host, vm: VmEntity, signal: AbortSignal): Promise<void> {
    if (!(await this.dataSource.getRepository(KeptDiskEntity).existsBy({ vmId: vm.id }))) return;
    await host.foreign.adopt(vm.id, await this.specs.adoptionOf(host, vm, signal));
    // Of the prototype's network: as long as one is recorded, nobody looks for the one that comes with the lease.
    await this.dataSource.transaction((tx) => this.record.change(tx, vm, { ipAddress: null }));
  }

  /** Vagrant's own description of the machine. */
  async describe({ provisioner }: Host, vm: VmEntity): Promise<void> {
    await provisioner.updateFolder(this.specs.folderOf(vm), {
      hostName: vm.name,
      ...wantedSizeOf(vm),
      diskGiB: vm.diskGiB,
      most: await this.specs.mostOf(vm),
    });
  }

  /** Resolves with whether it had to. Not while its memory is saved: the guest in it knows the old size. */
  growDisk({ hardware }: Host, { id, diskGiB }: VmEntity): Promise<boolean> {
    return hardware.growDisk(id, diskGiB);
  }

  /** From its next start on, and at once as far as it can; the record then says which. */
  async resize({ hardware }: Host, vm: VmEntity, power: Power): Promise<void> {
    const wanted = wantedSizeOf(vm);
    const isOff = power === 'off' || power === 'absent';
    await hardware.configure(vm.id, { name: vm.name, ...wanted, most: await this.specs.mostOf(vm) });
    if (!isOff) await hardware.plugIn(vm.id, wanted);
    const actual = isOff ? null : await hardware.sizeOf(vm.id);
    await this.dataSource.transaction(async (tx) => {
      const current = await this.record.lock(tx, vm.id);
      if (!current) return;
      // Somebody may have asked for another size meanwhile; the job for that comes next.
      const latest = wantedSizeOf(current);
      const size = actual ?? wanted;
      await this.record.change(tx, current, {
        ...size,
        nextVcpus: latest.vcpus === size.vcpus ? null : latest.vcpus,
        nextMemoryMiB: latest.memoryMiB === size.memoryMiB ? null : latest.memoryMiB,
      });
    });
  }
}
