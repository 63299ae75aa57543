import { Injectable } from '@nestjs/common';
import { passwordSchema, ROOT_ACCOUNT, type SetGuestPassword, type Vm } from '@vm-manager/contracts';
import * as z from 'zod';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { PasswordChanges } from './password-changes.js';
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
    private readonly changes: PasswordChanges,
  ) {}

  async set(actor: Actor, vmId: string, request: SetGuestPassword): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId);
    const { account, password } = validated(await this.passwordRequestFor(vm), request);
    const order = { vmId, kind: 'set-password', input: { account }, secrets: { password } } as const;
    const which = account === ROOT_ACCOUNT ? 'rootPassword' : 'password';
    await this.orders.place(actor, order, (tx) => this.changes.tell(tx, vmId, [which]));
    return this.reader.show(actor, vmId);
  }

  private async passwordRequestFor({ username, templateId }: VmEntity) {
    const rules = await this.templates.passwordRulesOf(templateId);
    return z.object({ account: z.enum([username, ROOT_ACCOUNT]), password: passwordSchema(rules) });
  }
}
