import { Injectable } from '@nestjs/common';
import type { VmState } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { settledState } from '../vms/settled-state.js';
import { VmRecord } from '../vms/vm-record.js';
import { ofVm, vmSubject } from '../vms/vm-subject.js';
import { VmEntity } from '../vms/vm.entity.js';
import { VmAddresses } from './vm-addresses.js';

/** Brings the records of a host's VMs in line with their machines, and goes on with what nobody is at any more. */
@Injectable()
export class RecordComparison {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
    private readonly addresses: VmAddresses,
  ) {}

  async vmsOn(host: Host): Promise<VmEntity[]> {
    const vms = await this.dataSource.getRepository(VmEntity).find();
    return vms.filter((vm) => this.hosts.isNamed(host, vm.host));
  }

  /** `powers` is what the host has listed, before the records were read. */
  async followAll(host: Host, vms: readonly VmEntity[], powers: ReadonlyMap<string, Power>): Promise<void> {
    const name = await host.name();
    for (const vm of vms) {
      if (vm.host !== name || !isTrue(vm, powers.get(vm.id))) await this.follow(host, name, vm);
      // The lease may have come after the guest agent, whose answer was the last that the host announced.
      if (vm.state === 'running' && vm.ipAddress === null) await this.addresses.follow(vm.id);
    }
  }

  private async follow({ machines }: Host, host: string, vm: VmEntity): Promise<void> {
    // Asked anew: the list is as old as all that was done since.
    const power = await machines.powerOf(vm.id);
    await this.dataSource.transaction(async (tx) => {
      const current = await this.record.lock(tx, vm.id);
      // A record that has changed since was written by somebody who knows more.
      if (
        current?.state !== vm.state ||
        current.jobId !== vm.jobId ||
        (await this.jobs.isBusy(tx, vmSubject(vm.id)))
      )
        return;
      // The computer was given another name.
      if (current.host !== host) await this.record.change(tx, current, { host });
      if (current.state === 'deleting') {
        const job = await this.jobs.create(tx, { ...ofVm(current), actorId: null, kind: 'delete' });
        return this.record.change(tx, current, { jobId: job.id });
      }
      if (current.state === 'queued' || current.state === 'creating')
        return this.record.change(tx, current, {
          state: 'failed',
          problem: { code: 'creation-failed', params: { cause: 'internal-error' } },
        });
      return this.record.followPower(tx, vm.id, power);
    });
  }
}

const WAITS_FOR_A_JOB: ReadonlySet<VmState> = new Set<VmState>(['queued', 'creating', 'deleting']);

/** Usually nothing differs: then no lock, question or write. */
function isTrue(vm: VmEntity, power: Power = 'absent'): boolean {
  const settled = settledState(vm, power, false);
  const isSettled = settled.state === vm.state && settled.problem?.code === vm.problem?.code;
  return isSettled && !WAITS_FOR_A_JOB.has(vm.state);
}
