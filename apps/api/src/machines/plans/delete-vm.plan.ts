import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { JobOutcome, JobPlan, StepPlan } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { GoneVms } from '../vms/gone-vms.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmRemoval } from './vm-removal.js';
import { onVm, type VmStepContext } from './vm-step.js';

/**
 * Removes everything of a VM, its record last. Works without a record too, from `input.folder`: for what a kill left of a
 * VM that is gone. When it fails the VM stays in `deleting`, and the reconciler orders the job anew.
 */
@Injectable()
export class DeleteVmPlan implements JobPlan {
  readonly kind = 'delete';
  readonly heavy = false;
  readonly steps: readonly StepPlan[] = [
    { name: 'stop-work', seconds: 1, run: onVm(({ vmId }) => this.removal.stopWork(vmId)) },
    { name: 'remove-machine', seconds: 2, run: onVm(({ vmId }) => this.removal.removeMachine(vmId)) },
    { name: 'remove-disks', seconds: 1, run: onVm(({ vmId }) => this.removal.removeDisks(vmId)) },
    { name: 'remove-folder', seconds: 1, run: onVm((context) => this.removeFolder(context)) },
    { name: 'remove-network', seconds: 1, run: onVm((context) => this.removeNetwork(context)) },
    { name: 'forget', seconds: 1, run: onVm((context) => this.checkNothingIsLeft(context)) },
  ];

  constructor(
    private readonly record: VmRecord,
    private readonly removal: VmRemoval,
    private readonly networks: OwnerNetworks,
    private readonly gone: GoneVms,
  ) {}

  lock(tx: EntityManager, { subjectId: vmId }: JobEntity): Promise<{ name: string } | null> {
    return this.record.lock(tx, vmId);
  }

  async settle(
    { subjectId: vmId }: JobEntity,
    outcome: JobOutcome,
  ): Promise<(tx: EntityManager) => Promise<void>> {
    return async (tx) => {
      const vm = outcome === 'succeeded' ? await this.record.lock(tx, vmId) : null;
      if (!vm) return;
      await this.gone.tell(tx, vmId);
      await this.record.remove(tx, vm);
    };
  }

  private async removeFolder(context: VmStepContext): Promise<void> {
    const folder = await this.folderOf(context);
    if (folder) await this.removal.removeFolder(folder);
  }

  private async removeNetwork({ ownerId, vmId, signal }: VmStepContext): Promise<'skipped' | undefined> {
    return (await this.networks.removeIfLast(ownerId, vmId, signal)) ? undefined : 'skipped';
  }

  private async checkNothingIsLeft(context: VmStepContext): Promise<void> {
    const left = await this.removal.leftovers(context.vmId, (await this.folderOf(context)) ?? '\0');
    if (left.length === 0) return;
    for (const thing of left) context.log(`— ${thing}`);
    throw new ProblemError('internal-error');
  }

  private async folderOf({ vmId, input }: VmStepContext): Promise<string | undefined> {
    return (await this.record.find(vmId))?.folder ?? input['folder'];
  }
}
