import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Hosts } from '../../hosts/hosts.js';
import type { Screen } from '../../hosts/libvirt/hypervisor.js';
import { VmRecord } from '../vms/vm-record.js';
import { Closing } from './closing.js';
import { isDeleted } from './console-rights.js';

/** Where VMs' screens are at this moment. */
@Injectable()
export class ConsoleScreens {
  constructor(
    private readonly record: VmRecord,
    private readonly hosts: Hosts,
  ) {}

  /** Rejects with `screen-unavailable` when the VM shows none. */
  async screenOf(vmId: string): Promise<Screen> {
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('screen-unavailable');
    return this.hosts.of(vm.host).machines.screenOf(vmId);
  }

  /** What to say of a screen that is gone: a deletion takes the machine away, often before anybody has looked at rights. */
  async whyGone(vmId: string, otherwise: Closing): Promise<Closing> {
    const vm = await this.record.find(vmId);
    return !vm || isDeleted(vm) ? Closing.VmDeleted : otherwise;
  }
}
