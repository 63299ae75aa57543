import { Injectable } from '@nestjs/common';
import { allowedActions, rebuildVmFor, type RebuildVm, type RetryVm, type Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../access/audit/audit-log.js';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Jobs } from '../../jobs/jobs.js';
import { Placements } from '../quotas/placements.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { VmReader } from './vm-reader.js';
import { VmRecord } from './vm-record.js';
import { ofVm, vmSubject } from './vm-subject.js';

/** Ways out for VMs that have failed: a machine is made for the same record, with the same choices. */
@Injectable()
export class RemadeVms {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: VmReader,
    private readonly record: VmRecord,
    private readonly jobs: Jobs,
    private readonly templates: VmTemplatesService,
    private readonly placements: Placements,
    private readonly audit: AuditLog,
  ) {}

  /** After a creation that failed. Passwords that are not given are those of the failed try, while they are kept. */
  retry(actor: Actor, vmId: string, request: RetryVm): Promise<Vm> {
    return this.make(actor, vmId, 'retry', request);
  }

  /** After a machine that is gone, or never came to be. */
  rebuild(actor: Actor, vmId: string, request: RebuildVm): Promise<Vm> {
    return this.make(actor, vmId, 'rebuild', request);
  }

  private async make(actor: Actor, vmId: string, action: 'retry' | 'rebuild', request: RetryVm): Promise<Vm> {
    const found = await this.reader.findFor(actor, 'operate-vms', vmId);
    const { templateId } = found;
    const template = await this.templates.usable(templateId, actor.language);
    const placement = await this.placements.of(found);
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lock(tx, vmId);
      if (!vm) throw new ProblemError('not-found');
      const { state, problem, ownerId } = vm;
      const busy = await this.jobs.isBusy(tx, vmSubject(vmId));
      if (!allowedActions({ state, busy, problem: problem?.code ?? null }).includes(action))
        throw new ProblemError('not-possible-now', { action, state });
      const kept = action === 'retry' ? await this.jobs.keptSecrets(tx, vmSubject(vmId), 'create') : {};
      const secrets = validated(rebuildVmFor(template), { ...kept, ...request });
      await placement.reserve(tx, { ...vm, state: 'queued', problem: null });
      const job = await this.jobs.create(tx, {
        ...ofVm(vm),
        actorId: actor.id,
        kind: action === 'retry' ? 'create' : 'rebuild',
        secrets,
      });
      await this.record.change(tx, vm, { state: 'queued', problem: null, ipAddress: null, jobId: job.id });
      await this.audit.record(tx, actor, {
        action: `vm.${action}`,
        object: { id: vmId, name: vm.name },
        ownerId,
        details: { jobId: job.id },
      });
    });
    return this.reader.show(actor, vmId);
  }
}
