import { Injectable } from '@nestjs/common';
import { passwordSchema, ROOT_ACCOUNT, type SetGuestPassword, type Vm } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import * as z from 'zod';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { VmOrders } from './vm-orders.js';
import { VmReader } from './vm-reader.js';
import type { VmEntity } from './vm.entity.js';

/** Sets forgotten passwords of accounts inside VMs. */
@Injectable()
export class GuestPasswords {
  constructor(
    private readonly reader: VmReader,
    private readonly orders: VmOrders,
    private readonly templates: VmTemplatesService,
    private readonly notices: NoticeSender,
  ) {}

  async set(actor: Actor, vmId: string, request: SetGuestPassword): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId);
    const { account, password } = validated(await this.passwordRequestFor(vm), request);
    const order = { vmId, kind: 'set-password', input: { account }, secrets: { password } } as const;
    await this.orders.place(actor, order, (tx) => this.tellOwner(tx, actor, vm, account));
    return this.reader.show(actor, vmId);
  }

  /** Somebody else gets into the machine with this password, as its owner no longer does with theirs. */
  private async tellOwner(tx: EntityManager, actor: Actor, vm: VmEntity, account: string): Promise<void> {
    if (vm.ownerId === actor.id) return;
    const params = { person: actor.displayName, vm: vm.name, account };
    const notice = { kind: 'vm-password', params, link: `/machines/${vm.id}` } as const;
    await this.notices.tell(tx, { userIds: [vm.ownerId] }, notice);
  }

  private async passwordRequestFor({ username, templateId }: VmEntity) {
    const rules = await this.templates.passwordRulesOf(templateId);
    return z.object({ account: z.enum([username, ROOT_ACCOUNT]), password: passwordSchema(rules) });
  }
}
