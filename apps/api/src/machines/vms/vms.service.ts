import { Injectable } from '@nestjs/common';
import {
  allowedActions,
  createVmFor,
  passwordSchema,
  type CreateVm,
  type Job,
  type JobKind,
  type SetGuestPassword,
  type Vm,
  type VmState,
} from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { AuditTrail } from '../../access/audit-trail/audit-trail.js';
import type { Actor } from '../../access/identity/actor.js';
import { checked } from '../../foundation/http/checked.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { HostRooms } from '../quotas/host-rooms.js';
import { QuotaLedger } from '../quotas/quota-ledger.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { NewVms } from './new-vms.js';
import { VmReader } from './vm-reader.js';
import { VmRecord } from './vm-record.js';
import type { VmEntity } from './vm.entity.js';

/** What can be asked of a VM by its plain name, and the state in which it then waits. */
const STATE_DURING: Partial<Record<JobKind, VmState>> = {
  start: 'starting',
  resume: 'starting',
  shutdown: 'stopping',
  suspend: 'stopping',
  'force-off': 'stopping',
};
export type PowerAction = 'start' | 'shutdown' | 'reboot' | 'force-off' | 'reset' | 'suspend' | 'resume';

/** What a person does with VMs: each call finds and authorises first, then orders the work. */
@Injectable()
export class VmsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: VmReader,
    private readonly record: VmRecord,
    private readonly newVms: NewVms,
    private readonly orders: JobOrders,
    private readonly jobs: JobsService,
    private readonly templates: VmTemplatesService,
    private readonly audit: AuditTrail,
    private readonly rooms: HostRooms,
    private readonly ledger: QuotaLedger,
  ) {}

  async create(actor: Actor, request: CreateVm): Promise<Vm> {
    const template = await this.templates.usable(request.templateId, actor.language);
    const vmId = await this.newVms.add(actor, checked(createVmFor(template), request), template);
    return this.reader.show(actor, vmId);
  }

  async power(actor: Actor, vmId: string, action: PowerAction): Promise<Vm> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.order(actor, vmId, action);
    return this.reader.show(actor, vmId);
  }

  async setPassword(actor: Actor, vmId: string, request: SetGuestPassword): Promise<Vm> {
    const vm = await this.reader.findFor(actor, 'operate-vms', vmId);
    const { account, password } = checked(this.passwordRequestFor(vm), request);
    await this.order(actor, vmId, 'set-password', { input: { account }, secrets: { password } });
    return this.reader.show(actor, vmId);
  }

  /** In every state; asking again changes nothing. */
  async remove(actor: Actor, vmId: string): Promise<Vm> {
    const { state } = await this.reader.findFor(actor, 'operate-vms', vmId);
    if (state !== 'deleting') await this.order(actor, vmId, 'delete');
    return this.reader.show(actor, vmId);
  }

  async jobsOf(actor: Actor, vmId: string): Promise<Job[]> {
    await this.reader.findFor(actor, 'see-vms', vmId);
    return this.jobs.listOf(actor, vmId);
  }

  async lastJobOf(actor: Actor, vmId: string): Promise<Job> {
    const [job] = await this.jobsOf(actor, vmId);
    if (!job) throw new ProblemError('not-found');
    return job;
  }

  private passwordRequestFor({ username, templateId }: VmEntity) {
    const rules = this.templates.passwordRulesOf(templateId);
    return z.object({ account: z.enum([username, 'root']), password: passwordSchema(rules) });
  }

  /** Decides on the row as it is in this transaction: of two who ask at once, the second sees what the first did. */
  private async order(
    actor: Actor,
    vmId: string,
    kind: Exclude<JobKind, 'create' | 'rebuild'>,
    needs: { input?: Record<string, string>; secrets?: Record<string, string> } = {},
  ): Promise<void> {
    const room = STATE_DURING[kind] === 'starting' ? await this.rooms.current() : null;
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lock(tx, vmId);
      if (!vm) throw new ProblemError('not-found');
      const busy = await this.orders.isBusy(tx, vmId);
      const problem = vm.problem?.code ?? null;
      if (!allowedActions({ state: vm.state, busy, problem }).includes(kind))
        throw new ProblemError('not-possible-now', { action: kind, state: vm.state });
      if (room) await this.ledger.reserve(tx, { ...vm, state: 'starting' }, room);
      if (kind === 'delete' || kind === 'force-off') await this.orders.callOffAll(tx, vmId);
      const { ownerId, templateId: variant } = vm;
      const job = await this.orders.place(tx, { vmId, ownerId, actorId: actor.id, kind, variant, ...needs });
      const state = kind === 'delete' ? 'deleting' : (STATE_DURING[kind] ?? vm.state);
      // On its way somewhere else, what was wrong is seen again when it has arrived, if it is still so.
      await this.record.change(tx, vm, {
        state,
        ...(state !== vm.state && { problem: null }),
        jobId: job.id,
      });
      const object = { id: vmId, name: vm.name };
      await this.audit.record(tx, actor, {
        action: `vm.${kind}`,
        object,
        ownerId,
        details: { ...needs.input, jobId: job.id },
      });
    });
  }
}
