import { Injectable } from '@nestjs/common';
import type { ApproveRequest, RejectRequest, ResourceRequest } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { Placements } from '../placement/placements.js';
import { Approvals } from './approvals.js';
import { decideOn, mustBe, placementFor } from './locked-request.js';
import { RequestNotices } from './request-notices.js';
import { RequestReader } from './request-reader.js';
import { personOf, RequestRecord } from './request-record.js';
import { mustDecide } from './request-rights.js';

/**
 * What teachers and administrators answer to requests. Each finds and authorises first, then decides on the row as it is in its transaction:
 * of two who decide at once the second is told who was first.
 */
@Injectable()
export class Decisions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: RequestReader,
    private readonly record: RequestRecord,
    private readonly approvals: Approvals,
    private readonly notices: RequestNotices,
    private readonly placements: Placements,
  ) {}

  /** As asked, or less, or for another time. Rejects with `quota-exceeded`, and the request stays pending. */
  async approve(actor: Actor, id: string, terms: ApproveRequest, now = new Date()): Promise<ResourceRequest> {
    const { comment = null } = terms;
    const found = await this.reader.findFor(actor, id);
    const placement = await placementFor(this.dataSource.manager, this.placements, found);
    await decideOn(this.dataSource, found, async (tx, locked) => {
      const { request } = locked;
      await mustDecide(tx, actor, request);
      mustBe(request, 'pending');
      const outcome = await this.approvals.apply(tx, locked, terms, { actor, placement, now });
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
    return this.reader.show(actor, id);
  }

  async reject(
    actor: Actor,
    id: string,
    { comment }: RejectRequest,
    now = new Date(),
  ): Promise<ResourceRequest> {
    const found = await this.reader.findFor(actor, id);
    await decideOn(this.dataSource, found, async (tx, { request }) => {
      await mustDecide(tx, actor, request);
      mustBe(request, 'pending');
      const decision = { state: 'rejected', decidedBy: personOf(actor), decidedAt: now, comment } as const;
      await this.record.change(tx, request, decision, { what: 'rejected', actor, now, comment });
      await this.notices.settle(tx, request, actor.id, now);
      const params = { person: actor.displayName, words: comment };
      await this.notices.tellAsker(tx, request, 'request-rejected', params, now);
    });
    return this.reader.show(actor, id);
  }
}
