import { Injectable } from '@nestjs/common';
import type { QuotaExcess, Usage } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { GroupEntity } from '../auth/group.entity.js';
import { minus, NO_LIMITS, NOTHING } from './amounts.js';
import { chargeOf, type ChargedVm } from './charge.js';
import { excessesOf } from './excesses.js';
import { FREE_DISK_GIB, type HostRoom } from './host-room.js';
import { QuotaChargeEntity } from './quota-charge.entity.js';
import { QuotaGrants } from './quota-grants.js';
import { QuotaLimits } from './quota-limits.js';
import { lockForReservation } from './quota-locks.js';
import { quotaExceeded } from './quota-problem.js';
import { usageOf } from './usages.js';

/**
 * What each VM counts against the quotas of its owner, its group and its host, in one row per VM. Always called in the
 * transaction that changes the VM, with the VM's row locked or just inserted; everything can be repeated.
 */
@Injectable()
export class QuotaLedger {
  constructor(
    private readonly limits: QuotaLimits,
    private readonly grants: QuotaGrants,
  ) {}

  /**
   * Charges the VM as it is going to be, when all levels allow what that is more than now; rejects with `quota-exceeded`
   * and every rule that is broken. `room` is the host's, asked for before the transaction.
   */
  async reserve(tx: EntityManager, vm: ChargedVm, room: HostRoom, now = new Date()): Promise<void> {
    await lockForReservation(tx, { ...vm, host: room.host });
    const known = await tx.findOneBy(QuotaChargeEntity, { vmId: vm.id });
    const before = known ? usageBy(known) : NOTHING;
    const after = chargeOf(vm, before.runningVcpus > 0);
    const exceeded = await this.excesses(tx, vm, room, minus(after, before), now);
    const [first, ...others] = exceeded;
    if (first) throw quotaExceeded([first, ...others], await groupNameFor(tx, first, vm));
    await write(tx, vm, after);
  }

  /** Charges the VM as it is, without asking: what happens behind our back is refused to nobody. */
  async follow(tx: EntityManager, vm: ChargedVm): Promise<void> {
    const known = await tx.findOneBy(QuotaChargeEntity, { vmId: vm.id });
    await write(tx, vm, chargeOf(vm, known !== null && known.runningVcpus > 0));
  }

  /** The VM is gone, and with it what was granted for it. */
  async release(tx: EntityManager, vmId: string, now = new Date()): Promise<void> {
    await tx.delete(QuotaChargeEntity, { vmId });
    await this.grants.end(tx, { vmId }, now);
  }

  private async excesses(
    tx: EntityManager,
    { ownerId, groupId }: ChargedVm,
    room: HostRoom,
    asked: Usage,
    now: Date,
  ): Promise<QuotaExcess[]> {
    const personal = (await this.limits.of(tx, [ownerId], now)).get(ownerId)?.effective ?? NO_LIMITS;
    const own = excessesOf('own', personal, await usageOf(tx, 'owner_id', ownerId), asked);
    const group = groupId === null ? [] : await this.groupExcesses(tx, groupId, asked);
    const host = excessesOf('host', room.limits, await usageOf(tx, 'host', room.host), asked);
    return [...own, ...group, ...host, ...diskReallyFree(room, asked)];
  }

  private async groupExcesses(tx: EntityManager, groupId: string, asked: Usage): Promise<QuotaExcess[]> {
    const { budget } = await this.limits.ofGroup(tx, groupId);
    return excessesOf('group', budget, await usageOf(tx, 'group_id', groupId), asked);
  }
}

/** However much may be promised: no machine starts on a full disk. The limit is what there is, `asked` what must be free. */
function diskReallyFree({ diskFreeGiB }: HostRoom, { runningVcpus }: Usage): QuotaExcess[] {
  if (runningVcpus <= 0 || diskFreeGiB >= FREE_DISK_GIB) return [];
  const limit = Math.floor(diskFreeGiB);
  return [{ level: 'host', dimension: 'diskGiB', used: 0, asked: FREE_DISK_GIB, limit }];
}

async function groupNameFor(
  tx: EntityManager,
  { level }: QuotaExcess,
  { groupId }: ChargedVm,
): Promise<string | undefined> {
  if (level !== 'group' || groupId === null) return undefined;
  return (await tx.findOneBy(GroupEntity, { id: groupId }))?.name;
}

async function write(tx: EntityManager, vm: ChargedVm, charge: Usage): Promise<void> {
  const { vms: _, ...amounts } = charge;
  const { id: vmId, ownerId, groupId, host } = vm;
  await tx.upsert(QuotaChargeEntity, { vmId, ownerId, groupId, host, ...amounts }, ['vmId']);
}

export const usageBy = ({
  vcpus,
  memoryMiB,
  diskGiB,
  runningVcpus,
  runningMemoryMiB,
}: QuotaChargeEntity): Usage => {
  return { vms: 1, vcpus, memoryMiB, diskGiB, runningVcpus, runningMemoryMiB };
};
