import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import type { Placement } from '../placement/placements.js';
import { QuotaGrants } from '../quotas/quota-grants.js';
import { SizeOrders } from '../vms/size-orders.js';
import { VmEntity } from '../vms/vm.entity.js';
import { fullSizeOf, type VmSize } from '../vms/vm-size.js';
import { baseOf, onTopOf, sizeHeldBy, type Holding } from './holdings.js';
import { ResourceRequestEntity } from './resource-request.entity.js';

/** The size that approvals give a VM, and what they add to its owner's quota. Call with the VM's row locked. */
@Injectable()
export class GrantedSizes implements OnModuleInit {
  constructor(
    private readonly grants: QuotaGrants,
    private readonly sizes: SizeOrders,
  ) {}

  onModuleInit(): void {
    this.sizes.beforeChoice((tx, vm, size) => this.keepTo(tx, vm, size));
  }

  /** Rejects with `quota-exceeded` when group or host have no room for it. */
  async grow(
    tx: EntityManager,
    vm: VmEntity,
    { id, grant }: Pick<Holding, 'id' | 'grant'>,
    { actorId, placement, now }: { actorId: string; placement: Placement; now: Date },
  ): Promise<Pick<ResourceRequestEntity, 'baseSize' | 'takesEffect'>> {
    const holdings = await holdingsOf(tx, vm.id);
    const current = fullSizeOf(vm);
    const base = baseOf(current, holdings);
    const size = {
      vcpus: Math.max(current.vcpus, grant.vcpus ?? 0),
      memoryMiB: Math.max(current.memoryMiB, grant.memoryMiB ?? 0),
      diskGiB: Math.max(current.diskGiB, grant.diskGiB ?? 0),
    };
    const all = [...holdings, { id, base: { ...base }, grant, holdsAll: true }];
    await this.rewrite(tx, vm, { size, base }, all, now);
    return {
      baseSize: { ...base },
      takesEffect: await this.sizes.order(tx, vm, size, { actorId, placement, now }),
    };
  }

  /**
   * Takes vCPU and memory of an approval that is over back; a running VM keeps them until it stops. Resolves with whether
   * all of it is back, and can be repeated until it is.
   */
  async giveBack(
    tx: EntityManager,
    vm: VmEntity,
    id: string,
    placement: Placement,
    now: Date,
  ): Promise<boolean> {
    const holdings = await holdingsOf(tx, vm.id);
    const base = baseOf(fullSizeOf(vm), holdings);
    const rest = holdings.filter((holding) => holding.isApproved && holding.id !== id);
    const size = sizeHeldBy(fullSizeOf(vm), base, rest);
    if (isLarger(fullSizeOf(vm), size))
      await this.sizes.order(tx, vm, size, { actorId: null, placement, now });
    if (isLarger(await tx.findOneByOrFail(VmEntity, { id: vm.id }), size)) return false;
    const others = holdings.map((holding) => (holding.id === id ? { ...holding, holdsAll: false } : holding));
    await this.rewrite(tx, vm, { size: fullSizeOf(vm), base }, others, now);
    return true;
  }

  /** What the VM's owner chose: approvals for it are no quota for the others, and still hold when it grows again. */
  private async keepTo(tx: EntityManager, vm: VmEntity, size: VmSize, now = new Date()): Promise<void> {
    const holdings = await holdingsOf(tx, vm.id);
    if (holdings.length > 0)
      await this.rewrite(tx, vm, { size, base: baseOf(size, holdings) }, holdings, now);
  }

  private async rewrite(
    tx: EntityManager,
    { id: vmId, ownerId: userId }: VmEntity,
    { size, base }: { size: VmSize; base: VmSize },
    holdings: readonly Holding[],
    now: Date,
  ): Promise<void> {
    await this.grants.end(tx, { vmId }, now);
    for (const [requestId, limits] of onTopOf(size, base, holdings)) {
      if (Object.keys(limits).length === 0) continue;
      await this.grants.add(tx, { userId, vmId, requestId, kind: 'on-top', limits, until: null }, now);
    }
  }
}

const isLarger = (one: Omit<VmSize, 'diskGiB'>, other: VmSize) =>
  one.vcpus > other.vcpus || one.memoryMiB > other.memoryMiB;

/** All that were ever approved for the VM: a disk that grew stays grown. */
async function holdingsOf(tx: EntityManager, vmId: string): Promise<(Holding & { isApproved: boolean })[]> {
  const granted = await tx.findBy(ResourceRequestEntity, { vmId, prolongsId: IsNull() });
  return granted.flatMap(({ id, grant, baseSize, givenBackAt, state }) =>
    grant && baseSize
      ? [{ id, grant, base: baseSize, holdsAll: givenBackAt === null, isApproved: state === 'approved' }]
      : [],
  );
}
