import { Injectable } from '@nestjs/common';
import type { ResourceRequest, WithdrawApproval } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Placements } from '../placement/placements.js';
import { alreadyDecided, decideOn, mustBe, placementFor } from './locked-request.js';
import { RequestEnds } from './request-ends.js';
import { RequestNotices } from './request-notices.js';
import { RequestReader } from './request-reader.js';
import { personOf, RequestRecord } from './request-record.js';
import { mustDecide } from './request-rights.js';
import { canBeTakenBack } from './resource-request.mapper.js';

/** Taking back: a request, by the person who made it, and an approval, by those who may give one. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: RequestReader,
    private readonly record: RequestRecord,
    private readonly ends: RequestEnds,
    private readonly notices: RequestNotices,
    private readonly placements: Placements,
  ) {}

  async cancel(actor: Actor, id: string, now = new Date()): Promise<ResourceRequest> {
    const found = await this.reader.findFor(actor, id);
    await decideOn(this.dataSource, found, async (tx, { request }) => {
      if (request.requesterId !== actor.id) throw new ProblemError('role-too-low');
      mustBe(request, 'pending');
      const decision = { state: 'cancelled', decidedBy: personOf(actor), decidedAt: now } as const;
      await this.record.change(tx, request, decision, { what: 'cancelled', actor, now });
      await this.notices.settle(tx, request, actor.id, now);
      await this.notices.tellDeciders(tx, request, 'request-cancelled', now);
    });
    return this.reader.show(actor, id);
  }

  /** Takes an approval back, like its end date. */
  async withdraw(
    actor: Actor,
    id: string,
    { comment }: WithdrawApproval,
    now = new Date(),
  ): Promise<ResourceRequest> {
    const found = await this.reader.findFor(actor, id);
    const placement = await placementFor(this.dataSource.manager, this.placements, found);
    await decideOn(this.dataSource, found, async (tx, { request, vm }) => {
      await mustDecide(tx, actor, request);
      mustBe(request, 'approved');
      if (request.prolongsId !== null || !canBeTakenBack(request)) throw alreadyDecided(request);
      await this.ends.end(tx, request, {
        what: 'withdrawn',
        actor,
        now,
        comment: comment ?? null,
        vm,
        placement,
      });
    });
    return this.reader.show(actor, id);
  }
}
