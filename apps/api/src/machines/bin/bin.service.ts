import { Injectable } from '@nestjs/common';
import type { BinnedVm, Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { visibleOwners } from '../../access/identity/permissions.js';
import { BinOrders } from '../vms/bin-orders.js';
import { VmReader } from '../vms/vm-reader.js';
import { VmEntity } from '../vms/vm.entity.js';

/** What a person does with the VMs in the bin. */
@Injectable()
export class BinService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: VmReader,
    private readonly orders: BinOrders,
    private readonly audit: AuditWriter,
  ) {}

  /** Of everyone whose VMs this person sees; what goes first stands first. */
  async list(actor: Actor): Promise<BinnedVm[]> {
    const { where, parameters } = visibleOwners(actor, 'vm.owner_id');
    const vms = await this.dataSource
      .createQueryBuilder(VmEntity, 'vm')
      .innerJoinAndSelect('vm.owner', 'owner')
      .leftJoinAndSelect('vm.group', 'group')
      .leftJoinAndSelect('vm.job', 'job')
      .where('vm.goneAt IS NOT NULL')
      .andWhere(where, parameters)
      .orderBy('vm.goneAt')
      .addOrderBy('vm.id')
      .getMany();
    const around = await this.reader.around(vms);
    return vms.flatMap((vm) => {
      if (!vm.goneAt) return [];
      // What can be done with it is done here, and nowhere else.
      const shown = { ...this.reader.present(vm, actor.language, around(vm)), allowedActions: [] };
      return [{ ...shown, goneAt: vm.goneAt.toISOString() }];
    });
  }

  async restore(actor: Actor, vmId: string): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId, 'in-bin');
    await this.orders.restore(actor, vmId);
    return this.reader.show(actor, vmId);
  }

  async remove(actor: Actor, vmId: string): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId, 'in-bin');
    await this.orders.deleteForGood(actor, vmId);
    const left = await this.reader.load(vmId, 'in-bin');
    const { job = null } = left ?? {};
    return this.reader.showRow(actor, { ...(left ?? vm), state: 'deleting', problem: null, job });
  }

  /** Everyone's; resolves with what is on its way out of it. */
  async empty(actor: Actor): Promise<BinnedVm[]> {
    const vms = await this.list(actor);
    await this.audit.record(this.dataSource.manager, actor, {
      action: 'vm.empty-bin',
      details: { vms: vms.length },
    });
    for (const { id } of vms) await this.orders.deleteForGood(actor, id);
    return this.list(actor);
  }
}
