import { Injectable } from '@nestjs/common';
import { ROOT_ACCOUNT, type JobInput } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { JobOutcome } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
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
    private readonly notices: NoticeSender,
  ) {}

  async settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    const follow = await this.record.followAfterJob(job.subjectId);
    return async (tx) => {
      await follow(tx);
      if (outcome === 'succeeded') await this.tellOwner(tx, job);
    };
  }

  /** Somebody else gets into the machine with this password, as its owner no longer does with theirs. */
  private async tellOwner(
    tx: EntityManager,
    { actorId, ownerId, subjectId, input }: JobEntity,
  ): Promise<void> {
    if (!actorId || !ownerId || actorId === ownerId) return;
    const [vm, actor] = await Promise.all([
      this.record.find(subjectId, tx),
      tx.findOneBy(UserEntity, { id: actorId }),
    ]);
    if (!vm || !actor) return;
    // What was checked when it was asked.
    const { account } = input as JobInput<'set-password'>;
    const params = { person: actor.displayName, vm: vm.name, account };
    await this.notices.tell(
      tx,
      { userIds: [ownerId] },
      {
        ...{ kind: 'vm-password', params, link: `/machines/${subjectId}` },
      },
    );
  }

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
