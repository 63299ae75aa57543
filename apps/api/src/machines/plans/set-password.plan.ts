import { Injectable } from '@nestjs/common';
import { ROOT_ACCOUNT } from '@vm-manager/contracts';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmPlan, VmStepContext, VmSteps } from './vm-plan.js';

/** A forgotten password, set anew through the guest agent. */
@Injectable()
export class SetPasswordPlan implements VmPlan<'set-password'> {
  readonly kind = 'set-password';
  readonly steps: VmSteps<'set-password'> = {
    'set-password': { seconds: 2, run: (context) => this.setPassword(context) },
  };

  constructor(
    private readonly systems: GuestSystems,
    private readonly record: VmRecord,
  ) {}

  private async setPassword({
    host,
    vmId,
    input,
    secrets,
    result,
  }: VmStepContext<'set-password'>): Promise<void> {
    const { account } = input;
    const { password } = secrets;
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    const system = await this.systems.of(vm, host.guests);
    if (account === ROOT_ACCOUNT) await system.setRootPassword(vmId, password);
    else await system.setPassword(vmId, account, password);
    result({ account });
  }
}
