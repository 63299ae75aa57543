import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { JobOrders } from '../../jobs/job-orders.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import type { Host } from '../../hosts/host.js';
import { HostBootEntity } from './host-boot.entity.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { ofVm, vmSubject } from '../vms/vm-subject.js';

/** Machines that ran when their host went down are started again after it has booted. */
@Injectable()
export class PowerCut {
  private readonly logger = new Logger(PowerCut.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly jobs: JobOrders,
    private readonly record: VmRecord,
  ) {}

  /** To be called with the VMs of the host before their records follow it: until then they say what ran. */
  async bringBack(
    { name, machines }: Host,
    vms: readonly VmEntity[],
    powers: ReadonlyMap<string, Power>,
  ): Promise<void> {
    const [host, bootId] = await Promise.all([name(), machines.bootId()]);
    const boots = this.dataSource.getRepository(HostBootEntity);
    const known = await boots.findOneBy({ host });
    if (known?.bootId === bootId) return;
    for (const { id } of known ? vms.filter((vm) => vm.state === 'running' && !vm.goneAt) : []) {
      const kind = kindThatStarts(powers.get(id));
      if (kind) await this.dataSource.transaction((tx) => this.order(tx, id, kind));
    }
    await boots.save({ host, bootId });
  }

  private async order(tx: EntityManager, vmId: string, kind: 'start' | 'resume'): Promise<void> {
    const vm = await this.record.lock(tx, vmId);
    if (vm?.state !== 'running' || (await this.jobs.isBusy(tx, vmSubject(vmId)))) return;
    this.logger.log(`The host has booted anew: ${kind} ${vmId}`);
    const job = await this.jobs.create(tx, { ...ofVm(vm), actorId: null, kind });
    await this.record.change(tx, vm, { state: 'starting', jobId: job.id });
  }
}

/** A host that is shut down in order may save its machines; one that loses its power does not. */
function kindThatStarts(power: Power | undefined): 'start' | 'resume' | null {
  if (power === 'off') return 'start';
  return power === 'saved' ? 'resume' : null;
}
