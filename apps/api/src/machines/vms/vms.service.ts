import { Injectable } from '@nestjs/common';
import {
  createVmFor,
  passwordSchema,
  ROOT_ACCOUNT,
  type CreateVm,
  type Job,
  type PlainAction,
  type SetGuestPassword,
  type Vm,
} from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import * as z from 'zod';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { Notices } from '../../messages/notices/notices.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { NewVms } from './new-vms.js';
import { VmOrders } from './vm-orders.js';
import { VmReader } from './vm-reader.js';
import type { VmEntity } from './vm.entity.js';
import { vmSubject } from './vm-subject.js';

/** What a person does with VMs: each call finds and authorises first, then orders the work. */
@Injectable()
export class VmsService {
  constructor(
    private readonly reader: VmReader,
    private readonly newVms: NewVms,
    private readonly orders: VmOrders,
    private readonly jobs: JobsService,
    private readonly templates: VmTemplatesService,
    private readonly notices: Notices,
  ) {}

  async create(actor: Actor, request: CreateVm): Promise<Vm> {
    const template = await this.templates.usable(request.templateId, actor.language);
    const vmId = await this.newVms.add(actor, validated(createVmFor(template), request), template);
    return this.reader.show(actor, vmId);
  }

  async order(actor: Actor, vmId: string, kind: Exclude<PlainAction, 'delete'>): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.orders.place(actor, { vmId, kind });
    return this.reader.show(actor, vmId);
  }

  async setPassword(actor: Actor, vmId: string, request: SetGuestPassword): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId);
    const { account, password } = validated(this.passwordRequestFor(vm), request);
    const order = { vmId, kind: 'set-password', input: { account }, secrets: { password } } as const;
    await this.orders.place(actor, order, (tx) => this.tellOwner(tx, actor, vm, account));
    return this.reader.show(actor, vmId);
  }

  /** In every state; asking again changes nothing. */
  async remove(actor: Actor, vmId: string): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.orders.place(actor, { vmId, kind: 'delete' });
    return this.reader.show(actor, vmId);
  }

  async jobsOf(actor: Actor, vmId: string): Promise<Job[]> {
    await this.reader.findFor(actor, 'see-vms', vmId);
    return this.jobs.listOf(actor, vmSubject(vmId));
  }

  async lastJobOf(actor: Actor, vmId: string): Promise<Job> {
    const [job] = await this.jobsOf(actor, vmId);
    if (!job) throw new ProblemError('not-found');
    return job;
  }

  /** Somebody else gets into the machine with this password, as its owner no longer does with theirs. */
  private async tellOwner(tx: EntityManager, actor: Actor, vm: VmEntity, account: string): Promise<void> {
    if (vm.ownerId === actor.id) return;
    const params = { person: actor.displayName, vm: vm.name, account };
    const notice = { kind: 'vm-password', params, link: `/machines/${vm.id}` } as const;
    await this.notices.tell(tx, { userIds: [vm.ownerId] }, notice);
  }

  private passwordRequestFor({ username, templateId }: VmEntity) {
    const rules = this.templates.passwordRulesOf(templateId);
    return z.object({ account: z.enum([username, ROOT_ACCOUNT]), password: passwordSchema(rules) });
  }
}
