import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Placement } from '../placement/placements.js';
import { QuotaGrants } from '../quotas/quota-grants.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { GrantedSizes } from './granted-sizes.js';
import { RequestNotices } from './request-notices.js';
import { RequestRecord, type Happening } from './request-record.js';
import { ResourceRequestEntity } from './resource-request.entity.js';

type End = Omit<Happening, 'what'> & {
  what: 'expired' | 'withdrawn';
  vm: VmEntity | null;
  placement: Placement | null;
};

/** Takes back what was granted: at its date, or because someone says so. */
@Injectable()
export class RequestEnds implements OnModuleInit {
  constructor(
    private readonly record: RequestRecord,
    private readonly grants: QuotaGrants,
    private readonly sizes: GrantedSizes,
    private readonly notices: RequestNotices,
    private readonly vms: VmRecord,
  ) {}

  onModuleInit(): void {
    this.vms.beforeRemoval((tx, vmId) => this.vmGone(tx, vmId));
  }

  /** The VM's row and the request's are locked, and it is approved. */
  async end(
    tx: EntityManager,
    request: ResourceRequestEntity,
    { vm, placement, ...happening }: End,
  ): Promise<void> {
    const { what, actor, now, comment } = happening;
    await this.record.change(tx, request, { state: what }, { ...happening, grant: request.grant });
    for (const carried of await this.prolongationsOf(tx, request.id))
      await this.record.change(tx, carried, { state: what, givenBackAt: now }, happening);
    await this.takeBack(tx, request, vm, placement, now);
    const kind = what === 'expired' ? 'request-expired' : 'request-withdrawn';
    const person = actor ? { person: actor.displayName } : {};
    await this.notices.tellAsker(
      tx,
      request,
      kind,
      { ...person, ...(comment ? { words: comment } : {}) },
      now,
    );
  }

  /** Goes on until everything is back: a running VM keeps its size, and one that is busy is not touched. */
  async takeBack(
    tx: EntityManager,
    request: ResourceRequestEntity,
    vm: VmEntity | null,
    placement: Placement | null,
    now: Date,
  ): Promise<void> {
    if (request.vmId === null) await this.grants.end(tx, { requestId: request.id }, now);
    else if (vm && placement && !(await this.sizes.giveBack(tx, vm, request.id, placement, now))) return;
    // A VM that is gone holds nothing any more.
    if (vm === null || placement !== null) await this.record.set(tx, request, { givenBackAt: now });
  }

  /** In the transaction that removes the VM, with its row locked. */
  private async vmGone(tx: EntityManager, vmId: string, now = new Date()): Promise<void> {
    const requests = await tx.find(ResourceRequestEntity, {
      where: { vmId },
      lock: { mode: 'pessimistic_write' },
    });
    for (const request of requests) {
      if (request.state === 'pending') {
        await this.record.change(
          tx,
          request,
          { state: 'cancelled' },
          { what: 'cancelled', actor: null, now },
        );
        await this.notices.tellAsker(tx, request, 'request-cancelled', {}, now);
      }
      if (request.state === 'approved')
        await this.record.change(tx, request, { state: 'expired' }, { what: 'expired', actor: null, now });
      if (request.grant) await this.record.set(tx, request, { givenBackAt: request.givenBackAt ?? now });
    }
  }

  private prolongationsOf(tx: EntityManager, prolongsId: string): Promise<ResourceRequestEntity[]> {
    return tx.find(ResourceRequestEntity, {
      where: { prolongsId, state: 'approved' },
      lock: { mode: 'pessimistic_write' },
    });
  }
}
