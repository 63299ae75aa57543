import { Injectable } from '@nestjs/common';
import type { QuotaExcess, Usage } from '@vm-manager/contracts';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { minus, NO_LIMITS, NOTHING } from './amounts.js';
import { chargeOf, type ChargedVm } from './charge.js';
import type { HostRoom } from './host-room.js';
import { QuotaChargeEntity } from './quota-charge.entity.js';
import { QuotaGrants } from './quota-grants.js';
import { QuotaLimits } from './quota-limits.js';
import { lockForReservation } from './quota-locks.js';
import {
  excessesAt,
  excessesOf,
  lackOfFreeDisk,
  quotaExceeded,
  type Level,
  type SpecialRule,
} from './reservation.js';
import { usageOf, usagesOf } from './usages.js';

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
   * Charges the VM as it is going to be, when every level allows the increase; else rejects with `quota-exceeded`,
   * which names every broken rule. `rooms` were asked for before the transaction; the VM has to fit into one of them.
   */
  async reserve(
    tx: EntityManager,
    vm: ChargedVm,
    rooms: readonly HostRoom[],
    now = new Date(),
  ): Promise<void> {
    await lockForReservation(tx, { ...vm, hosts: rooms.map(({ host }) => host) });
    const before = await chargeIn(tx, vm.id);
    const after = chargeOf(vm, before.runningVcpus > 0);
    await this.check(tx, vm, rooms, minus(after, before), now);
    await write(tx, vm, after);
  }

  /** Charges the VM as it is, without a check: a change that has happened already cannot be refused. */
  async follow(tx: EntityManager, vm: ChargedVm): Promise<void> {
    const before = await chargeIn(tx, vm.id);
    await write(tx, vm, chargeOf(vm, before.runningVcpus > 0));
  }

  /** The group is going, and its budget with it: what its VMs count stays on their owners and hosts. */
  async leaveGroup(tx: EntityManager, groupId: string): Promise<void> {
    await tx.update(QuotaChargeEntity, { groupId }, { groupId: null });
  }

  /** The VM is gone, and with it what was granted for it. */
  async release(tx: EntityManager, vmId: string, now = new Date()): Promise<void> {
    await tx.delete(QuotaChargeEntity, { vmId });
    await this.grants.end(tx, { vmId }, now);
  }

  private async check(
    tx: EntityManager,
    vm: ChargedVm,
    rooms: readonly HostRoom[],
    asked: Usage,
    now: Date,
  ): Promise<void> {
    const levels = await this.levels(tx, vm, now);
    const full = await excessesOfAll(tx, rooms, asked);
    const [first, ...others] = [...levels.flatMap((level) => excessesOf(level, asked)), ...full];
    if (!first) return;
    throw quotaExceeded([first, ...others], {
      group: first.level === 'group' ? await groupName(tx, vm.groupId) : undefined,
      rule: first.level === 'host' ? hostRule(rooms, full, asked) : undefined,
      binGiB: first.dimension === 'diskGiB' ? await binnedGiB(tx, whoseBin(first, vm)) : 0,
    });
  }

  private async levels(tx: EntityManager, { ownerId, groupId }: ChargedVm, now: Date): Promise<Level[]> {
    const personal = (await this.limits.of(tx, [ownerId], now)).get(ownerId)?.effective ?? NO_LIMITS;
    const levels: Level[] = [
      { level: 'own', limits: personal, used: await usageOf(tx, 'owner_id', ownerId) },
    ];
    if (groupId !== null) {
      const { budget } = await this.limits.ofGroup(tx, groupId);
      levels.push({ level: 'group', limits: budget, used: await usageOf(tx, 'group_id', groupId) });
    }
    return levels;
  }
}

/** None when one of the hosts has room for it. Of several, each is named. */
async function excessesOfAll(
  tx: EntityManager,
  rooms: readonly HostRoom[],
  asked: Usage,
): Promise<QuotaExcess[]> {
  const hosts = rooms.map(({ host }) => host);
  const promised = await usagesOf(tx, 'host', hosts);
  const excesses = rooms.map((room) => excessesAt(room, promised.get(room.host) ?? NOTHING, asked));
  if (excesses.some(({ length }) => length === 0)) return [];
  if (rooms.length === 1) return excesses.flat();
  return excesses.flatMap((ofHost, at) => ofHost.map((excess) => ({ ...excess, host: hosts[at] })));
}

function hostRule(
  rooms: readonly HostRoom[],
  full: readonly QuotaExcess[],
  asked: Usage,
): SpecialRule | undefined {
  if (rooms.length > 1) return 'all-hosts';
  const noDisk = rooms.flatMap((room) => lackOfFreeDisk(room, asked));
  return full.length === noDisk.length ? 'free-disk' : undefined;
}

/** Whose bin would make room at that level. */
function whoseBin({ level, host }: QuotaExcess, vm: ChargedVm): FindOptionsWhere<QuotaChargeEntity> {
  if (level === 'own') return { ownerId: vm.ownerId };
  return level === 'group' && vm.groupId !== null ? { groupId: vm.groupId } : { host: host ?? vm.host };
}

/** What emptying a bin would give back. */
async function binnedGiB(tx: EntityManager, whose: FindOptionsWhere<QuotaChargeEntity>): Promise<number> {
  return (await tx.sum(QuotaChargeEntity, 'diskGiB', { ...whose, vms: 0 })) ?? 0;
}

async function groupName(tx: EntityManager, groupId: string | null): Promise<string | undefined> {
  return groupId === null ? undefined : (await tx.findOneBy(GroupEntity, { id: groupId }))?.name;
}

async function chargeIn(tx: EntityManager, vmId: string): Promise<Usage> {
  const row = await tx.findOneBy(QuotaChargeEntity, { vmId });
  return row ? usageBy(row) : NOTHING;
}

export const usageBy = ({
  vms,
  vcpus,
  memoryMiB,
  diskGiB,
  runningVcpus,
  runningMemoryMiB,
}: QuotaChargeEntity): Usage => ({ vms, vcpus, memoryMiB, diskGiB, runningVcpus, runningMemoryMiB });

async function write(tx: EntityManager, vm: ChargedVm, amounts: Usage): Promise<void> {
  const { id: vmId, ownerId, groupId, host } = vm;
  await tx.upsert(QuotaChargeEntity, { vmId, ownerId, groupId, host, ...amounts }, ['vmId']);
}
