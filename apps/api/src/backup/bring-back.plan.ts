import { Injectable } from '@nestjs/common';
import type { JobInput } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../foundation/problems/problem-error.js';
import type { Host } from '../hosts/host.js';
import { Hosts } from '../hosts/hosts.js';
import type { JobOutcome, JobPlan, StepContext } from '../jobs/job-plan.js';
import type { JobEntity } from '../jobs/job.entity.js';
import { MachineMaking } from '../machines/plans/machine-making.js';
import { VmRecord } from '../machines/vms/vm-record.js';
import type { VmEntity } from '../machines/vms/vm.entity.js';
import { BackupFolder } from './backup-folder.js';
import { BringBackOutcome } from './bring-back-outcome.js';
import type { MachineCopy } from './machine-copies.js';
import { MachineRestoration } from './machine-restoration.js';
import { checkFile } from './written-file.js';

type Context = StepContext<JobInput<'bring-back'>>;

/** From a backup to a machine that is switched off. The disk comes out of the backup, folder and network are made anew. */
@Injectable()
export class BringBackPlan implements JobPlan<'bring-back'> {
  readonly kind = 'bring-back';
  readonly steps: JobPlan<'bring-back'>['steps'] = {
    'check-copy': { seconds: 10, run: (context) => this.checkCopy(context) },
    'prepare-network': {
      seconds: 1,
      run: async (context) => {
        const { vm, host } = await this.vmOf(context);
        await this.machines.prepareNetwork(host, vm, context.signal);
      },
    },
    'prepare-folder': {
      seconds: 1,
      run: async (context) => {
        const { vm, host } = await this.vmOf(context);
        await this.machines.prepareFolder(host, vm, context.signal);
      },
    },
    'bring-disk-back': { seconds: 60, run: (context) => this.bringDiskBack(context) },
  };

  constructor(
    private readonly hosts: Hosts,
    private readonly record: VmRecord,
    private readonly machines: MachineMaking,
    private readonly folder: BackupFolder,
    private readonly restoration: MachineRestoration,
    private readonly outcome: BringBackOutcome,
  ) {}

  lock(tx: EntityManager, { subjectId }: JobEntity): Promise<VmEntity | null> {
    return this.record.lock(tx, subjectId);
  }

  async rollBack(context: Context): Promise<void> {
    const { vm, host } = await this.vmOf(context);
    await this.machines.undo(host, vm);
  }

  settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    return this.outcome.settle(job, outcome);
  }

  private async checkCopy(context: Context): Promise<void> {
    const { vm } = await this.vmOf(context);
    await this.outcome.begin(vm);
    const { images } = await this.copyOf(context);
    context.log(`— ${context.input.backup}: ${images.length}`);
    for (const [index, image] of images.entries()) {
      context.signal.throwIfAborted();
      await checkFile(this.folder.pathOf(context.input.backup), image).catch((cause: unknown) => {
        throw new ProblemError('backup-unusable', { reason: 'damaged' }, { cause });
      });
      context.progress((index + 1) / images.length);
    }
  }

  private async bringDiskBack(context: Context): Promise<void> {
    const { vm } = await this.vmOf(context);
    const backup = this.folder.pathOf(context.input.backup);
    await this.restoration.bringBack(backup, await this.copyOf(context), vm, context);
  }

  private async copyOf({ input: { backup, vmId } }: Context): Promise<MachineCopy> {
    const found = (await this.folder.ofVm(vmId)).find((kept) => kept.backup === backup);
    if (!found) throw new ProblemError('backup-unusable', { reason: 'gone' });
    return found.copy;
  }

  private async vmOf({ subject }: Context): Promise<{ vm: VmEntity; host: Host }> {
    const vm = await this.record.find(subject.id);
    if (!vm) throw new ProblemError('not-found');
    return { vm, host: this.hosts.of(vm.host) };
  }
}
