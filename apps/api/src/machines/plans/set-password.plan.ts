import { Injectable } from '@nestjs/common';
import { ROOT_ACCOUNT } from '@vm-manager/contracts';
import type { JobPlan, StepPlan } from '../../jobs/job-plan.js';
import type { EntityManager } from 'typeorm';
import type { JobEntity } from '../../jobs/job.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import { VmRecord } from '../vms/vm-record.js';
import { onVm, type VmStepContext } from './vm-step.js';

/** A forgotten password, set anew through the guest agent. */
@Injectable()
export class SetPasswordPlan implements JobPlan {
  readonly kind = 'set-password';
  readonly heavy = false;
  readonly steps: readonly StepPlan[] = [
    { name: 'set-password', seconds: 2, run: onVm((context) => this.setPassword(context)) },
  ];

  constructor(
    private readonly systems: GuestSystems,
    private readonly record: VmRecord,
  ) {}

  lock(tx: EntityManager, { subjectId: vmId }: JobEntity): Promise<{ name: string } | null> {
    return this.record.lock(tx, vmId);
  }

  /** Its record is as it was, unless the machine has changed meanwhile. */
  settle({ subjectId: vmId }: JobEntity): Promise<(tx: EntityManager) => Promise<void>> {
    return this.record.followAfterJob(vmId);
  }

  private async setPassword({ vmId, input, secrets, result }: VmStepContext): Promise<void> {
    const account = input['account'] ?? '';
    const { password } = secrets;
    if (password === undefined) throw new Error('The password is gone.');
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    const system = this.systems.of(vm);
    if (account === ROOT_ACCOUNT) await system.setRootPassword(vmId, password);
    else await system.setPassword(vmId, account, password);
    result({ account });
  }
}
