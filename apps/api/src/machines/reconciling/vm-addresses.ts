import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Hosts } from '../../hosts/hosts.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';

/** Keeps the address of a running VM in its record. */
@Injectable()
export class VmAddresses {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    private readonly record: VmRecord,
  ) {}

  /** An address is given at boot, often after the guest agent has answered, and may change there. */
  async follow(vmId: string): Promise<void> {
    const vm = await this.record.find(vmId);
    if (vm?.state !== 'running') return;
    const ipAddress = await this.hosts.of(vm.host).machines.addressOf(vmId);
    if (ipAddress === null || ipAddress === vm.ipAddress) return;
    await this.dataSource.transaction(async (tx) => {
      const current = await this.record.lock(tx, vmId);
      if (current instanceof VmEntity) await this.record.change(tx, current, { ipAddress });
    });
  }
}
