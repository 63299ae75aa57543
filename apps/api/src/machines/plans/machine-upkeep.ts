import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Hardware } from '../../hosts/libvirt/hardware.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { Provisioner } from '../../hosts/vagrant/provisioner.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { wantedSizeOf } from '../vms/wanted-size.js';
import { MachineSpecs } from './machine-specs.js';

/** Brings a VM's machine to what its record wants it to be. Everything can be repeated. */
@Injectable()
export class MachineUpkeep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly hardware: Hardware,
    private readonly provisioner: Provisioner,
    private readonly specs: MachineSpecs,
  ) {}

  /** What waited for the start is there when the machine starts. */
  async prepareStart(vmId: string): Promise<void> {
    const vm = await this.record.find(vmId);
    if (!vm) return;
    await this.describe(vm);
    await this.growDisk(vm);
    await this.resize(vm, 'off');
  }

  /** Vagrant's own description of the machine. */
  describe(vm: VmEntity): Promise<void> {
    return this.provisioner.updateFolder(this.specs.folderOf(vm), {
      hostName: vm.name,
      ...wantedSizeOf(vm),
      diskGiB: vm.diskGiB,
      most: this.specs.mostOf(vm),
    });
  }

  /** Resolves with whether it had to. Not while its memory is saved: the guest in it knows the old size. */
  growDisk({ id, diskGiB }: VmEntity): Promise<boolean> {
    return this.hardware.growDisk(id, diskGiB);
  }

  /** From its next start on, and at once as far as it can; the record then says which. */
  async resize(vm: VmEntity, power: Power): Promise<void> {
    const wanted = wantedSizeOf(vm);
    const isOff = power === 'off' || power === 'absent';
    await this.hardware.configure(vm.id, { name: vm.name, ...wanted, most: this.specs.mostOf(vm) });
    if (!isOff) await this.hardware.plugIn(vm.id, wanted);
    const actual = isOff ? null : await this.hardware.sizeOf(vm.id);
    await this.dataSource.transaction(async (tx) => {
      const current = await this.record.lock(tx, vm.id);
      if (!current) return;
      // Somebody may have wanted something else meanwhile: their job comes next.
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
