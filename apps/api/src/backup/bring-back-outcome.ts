import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { UserEntity } from '../access/identity/user.entity.js';
import type { JobOutcome } from '../jobs/job-plan.js';
import type { JobEntity } from '../jobs/job.entity.js';
import { JobOrders } from '../jobs/job-orders.js';
import { VmRecord } from '../machines/vms/vm-record.js';
import { ofVm } from '../machines/vms/vm-subject.js';
import type { VmEntity } from '../machines/vms/vm.entity.js';
import { NoticeSender } from '../messages/notices/notice-sender.js';
import { BackupFolder } from './backup-folder.js';

/** What the record says of a VM that comes out of a backup, and what its owner is told. */
@Injectable()
export class BringBackOutcome {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
    private readonly notices: NoticeSender,
    private readonly folder: BackupFolder,
  ) {}

  async begin({ id }: VmEntity): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lock(tx, id);
      if (vm?.state === 'queued') await this.record.change(tx, vm, { state: 'creating' });
    });
  }

  async settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    const power = outcome === 'succeeded' ? await this.record.powerIfKnown(job.subjectId) : null;
    const copiedAt = outcome === 'succeeded' ? await this.timeOf(job) : undefined;
    return async (tx) => {
      const vm = await this.record.lock(tx, job.subjectId);
      // If the VM was deleted meanwhile, the delete job removes what this job has left.
      if (!vm || vm.state === 'deleting') return;
      if (outcome === 'succeeded') {
        await this.record.change(tx, vm, { state: power === 'running' ? 'running' : 'stopped' });
        await this.tellOwner(tx, vm, job, copiedAt);
      } else if (outcome === 'failed') {
        const { code: cause, params } = job.problem ?? { code: 'internal-error', params: {} };
        const problem = { code: 'bring-back-failed' as const, params: { ...params, cause } };
        await this.record.change(tx, vm, { state: 'failed', problem });
      } else {
        const removal = await this.jobs.create(tx, { ...ofVm(vm), actorId: job.actorId, kind: 'delete' });
        await this.record.change(tx, vm, { state: 'deleting', jobId: removal.id });
      }
    };
  }

  /** Undefined when the backup has gone since, which no longer matters. */
  private async timeOf({ input }: JobEntity): Promise<string | undefined> {
    const { backup, vmId } = input as { backup: string; vmId: string };
    const kept = await this.folder.ofVm(vmId).catch(() => []);
    return kept.find((one) => one.backup === backup)?.copy.copiedAt;
  }

  private async tellOwner(
    tx: EntityManager,
    vm: VmEntity,
    { actorId }: JobEntity,
    until: string | undefined,
  ): Promise<void> {
    if (vm.ownerId === actorId) return;
    const person = actorId === null ? null : await tx.findOneBy(UserEntity, { id: actorId });
    const params = { vm: vm.name, ...(person && { person: person.displayName }), ...(until && { until }) };
    await this.notices.tell(
      tx,
      { userIds: [vm.ownerId] },
      { kind: 'vm-brought-back', params, link: `/machines/${vm.id}` },
    );
  }
}
