import { Injectable } from '@nestjs/common';
import type { ApproveRequest, RejectRequest, ResourceRequest, WithdrawApproval } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { HostRooms } from '../quotas/host-rooms.js';
import type { HostRoom } from '../quotas/host-room.js';
import { Approvals } from './approvals.js';
import { lockRequest, type LockedRequest } from './locked-request.js';
import { RequestEnds } from './request-ends.js';
import { RequestNotices } from './request-notices.js';
import { RequestReader } from './request-reader.js';
import { personOf, RequestRecord } from './request-record.js';
import { askersOf, mayDecide } from './request-rights.js';
import type { ResourceRequestEntity } from './resource-request.entity.js';
import { canBeTakenBack } from './resource-request.mapper.js';

/**
 * What people decide about requests. Each finds and authorises first, then decides on the row as it is in its transaction:
 * of two who decide at once the second is told who was first.
 */
@Injectable()
export class Decisions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: RequestReader,
    private readonly record: RequestRecord,
    private readonly approvals: Approvals,
    private readonly ends: RequestEnds,
    private readonly notices: RequestNotices,
    private readonly rooms: HostRooms,
  ) {}

  /** As asked, or less, or for another time. Rejects with `quota-exceeded`, and the request stays pending. */
  async approve(actor: Actor, id: string, terms: ApproveRequest, now = new Date()): Promise<ResourceRequest> {
    const { comment = null } = terms;
    const found = await this.reader.findFor(actor, id);
    const room = await this.roomFor(found);
    return this.decide(actor, found, async (tx, locked) => {
      const { request } = locked;
      await mustDecide(tx, actor, request);
      mustBe(request, 'pending');
      const outcome = await this.approvals.apply(tx, locked, terms, { actor, room, now });
      const { grant, grantedUntil } = outcome;
      const decision = { state: 'approved', decidedBy: personOf(actor), decidedAt: now, comment } as const;
      const happening = { what: 'approved', actor, now, grant, until: grantedUntil, comment } as const;
      await this.record.change(tx, request, { ...outcome, ...decision }, happening);
      await this.notices.settle(tx, request, actor.id, now);
      await this.notices.tellAsker(
        tx,
        request,
        'request-approved',
        {
          person: actor.displayName,
          atNextStart: request.takesEffect === 'at-next-start',
          ...(grantedUntil ? { until: grantedUntil.toISOString() } : {}),
          ...(comment ? { words: comment } : {}),
        },
        now,
      );
    });
  }

  async reject(
    actor: Actor,
    id: string,
    { comment }: RejectRequest,
    now = new Date(),
  ): Promise<ResourceRequest> {
    const found = await this.reader.findFor(actor, id);
    return this.decide(actor, found, async (tx, { request }) => {
      await mustDecide(tx, actor, request);
      mustBe(request, 'pending');
      const decision = { state: 'rejected', decidedBy: personOf(actor), decidedAt: now, comment } as const;
      await this.record.change(tx, request, decision, { what: 'rejected', actor, now, comment });
      await this.notices.settle(tx, request, actor.id, now);
      const params = { person: actor.displayName, words: comment };
      await this.notices.tellAsker(tx, request, 'request-rejected', params, now);
    });
  }

  async cancel(actor: Actor, id: string, now = new Date()): Promise<ResourceRequest> {
    const found = await this.reader.findFor(actor, id);
    return this.decide(actor, found, async (tx, { request }) => {
      if (request.requesterId !== actor.id) throw new ProblemError('role-too-low');
      mustBe(request, 'pending');
      const decision = { state: 'cancelled', decidedBy: personOf(actor), decidedAt: now } as const;
      await this.record.change(tx, request, decision, { what: 'cancelled', actor, now });
      await this.notices.settle(tx, request, actor.id, now);
      await this.notices.tellDeciders(tx, request, 'request-cancelled', now);
    });
  }

  /** Takes an approval back, like its end date. */
  async withdraw(
    actor: Actor,
    id: string,
    { comment }: WithdrawApproval,
    now = new Date(),
  ): Promise<ResourceRequest> {
    const found = await this.reader.findFor(actor, id);
    const room = await this.roomFor(found);
    return this.decide(actor, found, async (tx, { request, vm }) => {
      await mustDecide(tx, actor, request);
      mustBe(request, 'approved');
      if (request.prolongsId !== null || !canBeTakenBack(request)) throw decided(request);
      await this.ends.end(tx, request, { what: 'withdrawn', actor, now, comment: comment ?? null, vm, room });
    });
  }

  /** The host is asked before anything is locked, and only for what it has to have room for. */
  private async roomFor({ vmId }: ResourceRequestEntity): Promise<HostRoom | null> {
    return vmId === null ? null : this.rooms.current();
  }

  private async decide(
    actor: Actor,
    found: ResourceRequestEntity,
    work: (tx: EntityManager, locked: LockedRequest) => Promise<void>,
  ): Promise<ResourceRequest> {
    await this.dataSource.transaction(async (tx) => work(tx, await lockRequest(tx, found)));
    return this.reader.show(actor, found.id);
  }
}

async function mustDecide(
  tx: EntityManager,
  actor: Actor,
  { requesterId }: ResourceRequestEntity,
): Promise<void> {
  const requester = await tx.findOneByOrFail(UserEntity, { id: requesterId });
  const asker = (await askersOf(tx, [requester])).get(requesterId);
  if (!asker || !mayDecide(actor, asker)) throw new ProblemError('role-too-low');
}

function mustBe(request: ResourceRequestEntity, state: ResourceRequestEntity['state']): void {
  if (request.state !== state) throw decided(request);
}

/** Who ended an approval is in the history; who approved it did not. */
const decided = ({ state, decidedBy }: ResourceRequestEntity) =>
  new ProblemError('request-decided', {
    state,
    by: (['withdrawn', 'expired'].includes(state) ? null : decidedBy)?.displayName ?? '',
  });
