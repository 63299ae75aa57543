import { Injectable } from '@nestjs/common';
import {
  createVmFor,
  type CreateVm,
  type PlainAction,
  type RebuildVm,
  type RetryVm,
  type UpdateVm,
  type Vm,
  type VmTemplate,
} from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { FailedVms } from './failed-vms.js';
import { NewVms } from './new-vms.js';
import { VmOrders } from './vm-orders.js';
import { VmReader } from './vm-reader.js';
import { VmUpdates } from './vm-updates.js';

/** What a person does with VMs: each call finds and authorises first, then orders the work. */
@Injectable()
export class VmsService {
  constructor(
    private readonly reader: VmReader,
    private readonly newVms: NewVms,
    private readonly failedVms: FailedVms,
    private readonly updates: VmUpdates,
    private readonly orders: VmOrders,
    private readonly templates: VmTemplatesService,
  ) {}

  async create(actor: Actor, request: CreateVm): Promise<Vm> {
    const template = await this.templates.offered(request.templateId, actor);
    const vmId = await this.newVms.add(actor, validated(createVmFor(template), request), template);
    return this.reader.show(actor, vmId);
  }

  /** Which its owner may no longer see among those for new machines. */
  async templateOf(actor: Actor, vmId: string): Promise<VmTemplate> {
    const { templateId } = await this.reader.findFor(actor, 'see-vms', vmId);
    return this.templates.ofMachine(templateId, actor);
  }

  async update(actor: Actor, vmId: string, request: UpdateVm): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId);
    const sizes = await this.templates.sizesOf(vm.templateId);
    await this.updates.update(actor, vm, request, { sizes });
    return this.reader.show(actor, vmId);
  }

  retry(actor: Actor, vmId: string, passwords: RetryVm): Promise<Vm> {
    return this.makeAgain(actor, vmId, 'retry', passwords);
  }

  rebuild(actor: Actor, vmId: string, passwords: RebuildVm): Promise<Vm> {
    return this.makeAgain(actor, vmId, 'rebuild', passwords);
  }

  async order(actor: Actor, vmId: string, kind: Exclude<PlainAction, 'delete'>): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.orders.place(actor, { vmId, kind });
    return this.reader.show(actor, vmId);
  }

  /** In every state; asking again changes nothing. */
  async remove(actor: Actor, vmId: string): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.orders.place(actor, { vmId, kind: 'delete' });
    const left = (await this.reader.load(vmId)) ?? (await this.reader.load(vmId, 'in-bin'));
    // What was never made is gone at once: the call was accepted all the same.
    const { job = null } = left ?? {};
    return this.reader.showRow(actor, { ...(left ?? vm), state: 'deleting', problem: null, job });
  }

  private async makeAgain(
    actor: Actor,
    vmId: string,
    action: 'retry' | 'rebuild',
    passwords: RetryVm,
  ): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId);
    const template = await this.templates.usable(vm.templateId, actor);
    await this.failedVms.makeAgain(actor, vm, action, { template, passwords });
    return this.reader.show(actor, vmId);
  }
}
