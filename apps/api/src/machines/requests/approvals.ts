import { Injectable } from '@nestjs/common';
import type { ApproveRequest, SetLimits } from '@vm-manager/contracts';
import { IsNull, type EntityManager } from 'typeorm';
import * as z from 'zod';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { GivingRules } from '../quotas/giving-rules.js';
import type { Placement } from '../placement/placements.js';
import { QuotaGrantEntity } from '../quotas/quota-grant.entity.js';
import { QuotaGrants } from '../quotas/quota-grants.js';
import { dueWarning } from './due-warning.js';
import { GrantedSizes } from './granted-sizes.js';
import type { LockedRequest } from './locked-request.js';
import { RequestRecord } from './request-record.js';
import { endDate, grantWithin } from './request-terms.js';
import type { ResourceRequestEntity } from './resource-request.entity.js';
import { canBeTakenBack } from './resource-request.mapper.js';

type Outcome = Pick<ResourceRequestEntity, 'grant' | 'grantedUntil'> &
  Partial<Pick<ResourceRequestEntity, 'baseSize' | 'takesEffect' | 'prolongsId' | 'warned'>>;

interface Decision {
  actor: Actor;
  /** Of the VM's host; null when it is about a quota. */
  placement: Placement | null;
  now: Date;
}

/** Puts what is approved into effect, in the transaction that approves it: both happen or neither does. */
@Injectable()
export class Approvals {
  constructor(
    private readonly rules: GivingRules,
    private readonly grants: QuotaGrants,
    private readonly sizes: GrantedSizes,
    private readonly record: RequestRecord,
  ) {}

  async apply(
    tx: EntityManager,
    { request, vm, root }: LockedRequest,
    terms: ApproveRequest,
    { actor, placement, now }: Decision,
  ): Promise<Outcome> {
    const asked = { ...terms, until: terms.until === undefined ? isoOrNull(request.until) : terms.until };
    if (root?.state === 'approved') return this.prolong(tx, root, asked, { actor, placement, now });
    const schema = z.object({ grant: grantWithin(request.want).optional(), until: endDate(now) });
    const { grant = request.want, until } = validated(schema, { grant: asked.grant, until: asked.until });
    // What has no end, ends never, whatever was asked.
    const ends = canBeTakenBack({ vmId: request.vmId, grant }) && until !== null;
    const grantedUntil = ends ? new Date(until) : null;
    const outcome = {
      grant,
      grantedUntil,
      warned: grantedUntil && dueWarning(grantedUntil, now),
      prolongsId: null,
    };
    if (request.vmId === null) {
      await this.giveQuota(tx, actor, request, grant, grantedUntil, now);
      return { ...outcome, takesEffect: 'now' };
    }
    if (!vm || !placement) throw new ProblemError('not-found');
    const state = vm.goneAt ? 'deleting' : vm.state;
    if (state === 'deleting' || state === 'failed')
      throw new ProblemError('not-possible-now', { action: 'update', state });
    const { id } = request;
    return {
      ...outcome,
      ...(await this.sizes.grow(tx, vm, { id, grant }, { actorId: actor.id, placement, now })),
    };
  }

  private async giveQuota(
    tx: EntityManager,
    actor: Actor,
    { id: requestId, requesterId: userId }: ResourceRequestEntity,
    limits: SetLimits,
    until: Date | null,
    now: Date,
  ): Promise<void> {
    await this.rules.mustBeAllowed(tx, actor, [userId], limits);
    await this.grants.add(tx, { userId, kind: 'at-least', limits, until, requestId }, now);
  }

  /** The same grant with another end: nothing is given back in between. */
  private async prolong(
    tx: EntityManager,
    root: ResourceRequestEntity,
    { grant, until }: ApproveRequest,
    { actor, now }: Decision,
  ): Promise<Outcome> {
    const same = z
      .unknown()
      .refine(() => grant === undefined || isSame(grant, root.grant), 'grant.prolongation');
    validated(z.object({ grant: same, until: endDate(now, root.grantedUntil ?? now) }), { grant, until });
    // For longer is given anew: no teacher gives more than the budget, whoever gave it first.
    if (root.vmId === null) await this.rules.mustBeAllowed(tx, actor, [root.requesterId], root.grant ?? {});
    const grantedUntil = until ? new Date(until) : null;
    const warned = grantedUntil && dueWarning(grantedUntil, now);
    const happening = { what: 'prolonged', actor, now, grant: root.grant, until: grantedUntil } as const;
    await this.record.change(tx, root, { grantedUntil, warned }, happening);
    for (const { id } of await tx.findBy(QuotaGrantEntity, { requestId: root.id, endedAt: IsNull() }))
      await this.grants.prolong(tx, id, grantedUntil);
    return { grant: root.grant, grantedUntil, takesEffect: 'now' };
  }
}

const isoOrNull = (date: Date | null) => date?.toISOString() ?? null;

function isSame(one: SetLimits, other: SetLimits | null): boolean {
  const text = (limits: SetLimits) => JSON.stringify(Object.entries(limits).sort());
  return other !== null && text(one) === text(other);
}
