// @TODO(#4) goes when VMs can be resized: vms/vm-sizes.ts takes its place.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { HostRoom } from '../quotas/host-room.js';
import { QuotaLedger } from '../quotas/quota-ledger.js';
import { VmEntity } from '../vms/vm.entity.js';
import type { Size } from './layers.js';

@Injectable()
export class VmSizes {
  constructor(private readonly ledger: QuotaLedger) {}
  async order(
    tx: EntityManager,
    vm: VmEntity,
    size: Size,
    { room, now }: { actorId: string | null; room: HostRoom; now: Date },
  ): Promise<'now' | 'at-next-start'> {
    await this.ledger.reserve(tx, { ...vm, ...size }, room, now);
    await tx.update(VmEntity, { id: vm.id }, size);
    return 'now';
  }
}
