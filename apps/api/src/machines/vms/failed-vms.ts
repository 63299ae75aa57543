import { Injectable } from '@nestjs/common';
import { rebuildVmFor, type RetryVm, VM_ACTIONS, type VmTemplate } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { Placements } from '../placement/placements.js';
import { PasswordChanges, type PasswordName } from './password-changes.js';
import { ofVm, vmSubject } from './vm-subject.js';
import { VmRecord } from './vm-record.js';
import type { VmEntity } from './vm.entity.js';

/** Ways out for VMs that have failed: a machine is made for the same record, with the same choices. */
@Injectable()
export class FailedVms {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
    private readonly placements: Placements,
    private readonly audit: AuditWriter,
    private readonly changes: PasswordChanges,
  ) {}

  /**
   * `retry` is for a creation that failed: passwords that are not given are those of the failed try, while they are kept.
   * `rebuild` is for a machine that is gone, or never came to be. `also` is done in the same transaction.
   */
  async makeAgain(
    actor: Actor,
    found: VmEntity,
    action: 'retry' | 'rebuild',
    { template, passwords }: { template: VmTemplate; passwords: RetryVm },
    also: (tx: EntityManager) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { id: vmId } = found;
    const { during } = VM_ACTIONS[action];
    const placement = await this.placements.of(found);
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lockAsked(tx, vmId);
      await this.record.checkAction(tx, vm, action);
      const kept = action === 'retry' ? await this.jobs.keptSecrets(tx, vmSubject(vmId), 'create') : {};
      const secrets = validated(rebuildVmFor(template), { ...kept, ...passwords });
      await this.changes.tell(tx, vmId, Object.keys(passwords) as PasswordName[]);
      await also(tx);
      await placement.reserve(tx, { ...vm, state: during, problem: null });
      const job = await this.jobs.create(tx, {
        ...ofVm(vm),
        actorId: actor.id,
        kind: action === 'retry' ? 'create' : 'rebuild',
        secrets,
        firstEstimateSeconds: template.firstBootSeconds,
      });
      await this.record.change(tx, vm, { state: during, problem: null, ipAddress: null, jobId: job.id });
      await this.audit.record(tx, actor, {
        action: `vm.${action}`,
        object: { id: vmId, name: vm.name },
        ownerId: vm.ownerId,
        details: { jobId: job.id },
      });
    });
  }
}
