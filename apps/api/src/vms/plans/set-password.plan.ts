import { Injectable } from '@nestjs/common';
import type { JobPlan, StepContext, StepPlan } from '../../jobs/job-plan.js';
import { GuestAccounts } from './guest-accounts.js';

/** A forgotten password, set anew through the guest agent. */
@Injectable()
export class SetPasswordPlan implements JobPlan {
  readonly kind = 'set-password';
  readonly heavy = false;
  readonly steps: readonly StepPlan[] = [
    { name: 'set-password', seconds: 2, run: (context) => this.setPassword(context) },
  ];

  constructor(private readonly accounts: GuestAccounts) {}

  /** The machine is as it was. */
  async settle(): Promise<void> {}

  private async setPassword({ vmId, input, secrets, result }: StepContext): Promise<void> {
    const account = input['account'] ?? '';
    await this.accounts.setPassword(vmId, account, secrets['password'] ?? '');
    result({ account });
  }
}
