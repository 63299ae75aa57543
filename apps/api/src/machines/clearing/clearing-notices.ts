import { Injectable } from '@nestjs/common';
import type { ClearingReason } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import type { VmEntity } from '../vms/vm.entity.js';
import type { Announcement } from './clearing-step.js';

interface Announced extends Announcement {
  reason: ClearingReason;
  keepDays: number;
  group: string | null;
}

/** What owners are told of VMs that will go to the bin. */
@Injectable()
export class ClearingNotices {
  constructor(private readonly notices: NoticeSender) {}

  async announce(
    tx: EntityManager,
    vm: VmEntity,
    { dueAt, warned, reason, keepDays, group }: Announced,
    now: Date,
  ): Promise<void> {
    const params = {
      ...{ vm: vm.name, until: dueAt.toISOString(), warning: warned, mayKeep: keepDays > 0 },
      ...(reason === 'class-ends' && group !== null && { group }),
    };
    // Of one VM the latest date alone is to be read.
    await this.settle(tx, vm, now);
    await this.notices.tell(tx, { userIds: [vm.ownerId] }, { ...about(vm), params }, now);
  }

  settle(tx: EntityManager, vm: VmEntity, now: Date): Promise<void> {
    return this.notices.settle(tx, [vm.ownerId], about(vm), now);
  }
}

const about = ({ id }: VmEntity) => ({ kind: 'vm-clearing' as const, link: `/machines/${id}` });
