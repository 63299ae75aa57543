import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { JobOutcome } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmRemoval } from './vm-removal.js';
import type { VmPlan, VmStepContext, VmSteps } from './vm-plan.js';

/**
 * Removes everything of a VM, its record last. When the record is gone already but a folder was found, `input.folder` names it.
 * When the job fails the VM stays `deleting`, and the reconciler creates another such job.
 */
@Injectable()
export class DeleteVmPlan implements VmPlan<'delete'> {
  readonly kind = 'delete';
  readonly steps: VmSteps<'delete'> = {
    'stop-work': { seconds: 1, run: ({ host, vmId }) => this.removal.stopWork(host, vmId) },
    'remove-machine': { seconds: 2, run: ({ host, vmId }) => this.removal.removeMachine(host, vmId) },
    'remove-disks': { seconds: 1, run: ({ host, vmId }) => this.removal.removeDisks(host, vmId) },
    'remove-folder': { seconds: 1, run: (context) => this.removeFolder(context) },
    'remove-network': { seconds: 1, run: (context) => this.removeNetwork(context) },
    forget: { seconds: 1, run: (context) => this.checkNothingIsLeft(context) },
  };

  constructor(
    private readonly record: VmRecord,
    private readonly removal: VmRemoval,
    private readonly networks: OwnerNetworks,
  ) {}

  async settle(
    { subjectId: vmId }: JobEntity,
    outcome: JobOutcome,
  ): Promise<(tx: EntityManager) => Promise<void>> {
    return async (tx) => {
      const vm = outcome === 'succeeded' ? await this.record.lock(tx, vmId) : null;
      if (vm) await this.record.remove(tx, vm);
    };
  }

  private async removeFolder(context: VmStepContext<'delete'>): Promise<void> {
    const folder = await this.folderOf(context);
    if (folder) await this.removal.removeFolder(folder);
  }

  private async removeNetwork({
    host,
    ownerId,
    vmId,
    signal,
  }: VmStepContext<'delete'>): Promise<'skipped' | undefined> {
    return (await this.networks.removeIfLast(host, ownerId, vmId, signal)) ? undefined : 'skipped';
  }

  private async checkNothingIsLeft(context: VmStepContext<'delete'>): Promise<void> {
    const left = await this.removal.leftovers(
      context.host,
      context.vmId,
      (await this.folderOf(context)) ?? '\0',
    );
    if (left.length === 0) return;
    for (const thing of left) context.log(`— ${thing}`);
    throw new ProblemError('internal-error');
  }

  private async folderOf({ vmId, input }: VmStepContext<'delete'>): Promise<string | undefined> {
    return (await this.record.find(vmId))?.folder ?? input.folder;
  }
}
