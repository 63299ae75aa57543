import { Injectable } from '@nestjs/common';
import type { CreateRequest, ResourceRequest, SetLimits } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import * as z from 'zod';
import type { Actor } from '../../access/identity/actor.js';
import { may } from '../../access/identity/permissions.js';
import { validated } from '../../foundation/http/validated.js';
import { brokenConstraint } from '../../foundation/database/broken-constraint.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { NO_LIMITS } from '../quotas/amounts.js';
import { QuotaLimits } from '../quotas/quota-limits.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { VmEntity } from '../vms/vm.entity.js';
import { fullSizeOf } from '../vms/vm-size.js';
import { mustNotFlood } from './request-flood.js';
import { RequestNotices } from './request-notices.js';
import { RequestReader } from './request-reader.js';
import { RequestRecord } from './request-record.js';
import { endDate, quotaWish, vmWish } from './request-terms.js';
import { ResourceRequestEntity } from './resource-request.entity.js';

/** What the request is about, with what it asks for. */
interface Subject {
  vm: Pick<VmEntity, 'id' | 'name'> | null;
  want: SetLimits;
  prolongsId: string | null;
}

/** Takes requests in. */
@Injectable()
export class NewRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: RequestReader,
    private readonly record: RequestRecord,
    private readonly notices: RequestNotices,
    private readonly limits: QuotaLimits,
    private readonly templates: VmTemplatesService,
  ) {}

  /** Rejects with `request-pending` while the same is being asked for already, `too-many-requests` after many. */
  async add(actor: Actor, request: CreateRequest, now = new Date()): Promise<ResourceRequest> {
    if (!may(actor, 'ask-for-more', { ownerId: actor.id, ownerGroupIds: [] }))
      throw new ProblemError('role-too-low');
    const id = randomUUID();
    try {
      await this.dataSource.transaction((tx) => this.insert(tx, actor, id, request, now));
    } catch (error) {
      if (isPendingAlready(error)) throw new ProblemError('request-pending', {}, { cause: error });
      throw error;
    }
    return this.reader.show(actor, id);
  }

  private async insert(
    tx: EntityManager,
    actor: Actor,
    id: string,
    request: CreateRequest,
    now: Date,
  ): Promise<void> {
    await mustNotFlood(tx, actor.id, now);
    const subject = request.prolongs
      ? await this.prolongation(tx, actor, request.prolongs, request.until, now)
      : request.vmId
        ? await this.vmSubject(tx, actor, request.vmId, request.want)
        : await this.quotaSubject(tx, actor, request.want);
    const { until = null } = validated(z.object({ until: endDate(now).optional() }), request);
    const created = {
      ...UNDECIDED,
      id,
      requesterId: actor.id,
      vmId: subject.vm?.id ?? null,
      vmName: subject.vm?.name ?? null,
      want: subject.want,
      reason: request.reason,
      until: until === null ? null : new Date(until),
      prolongsId: subject.prolongsId,
      createdAt: now,
    };
    const { want: grant, reason: comment } = created;
    await this.record.insert(tx, created, {
      what: 'created',
      actor,
      now,
      grant,
      until: created.until,
      comment,
    });
    await this.notices.tellDeciders(tx, created, 'request-created', now);
  }

  private async vmSubject(tx: EntityManager, actor: Actor, vmId: string, wish: SetLimits): Promise<Subject> {
    const vm = await tx.findOneBy(VmEntity, { id: vmId });
    if (vm?.ownerId !== actor.id || vm.goneAt) throw new ProblemError('not-found');
    if (vm.state === 'deleting')
      throw new ProblemError('not-possible-now', { action: 'update', state: vm.state });
    const sizes = await this.templates.sizesOf(vm.templateId);
    const { want } = validated(z.object({ want: vmWish(fullSizeOf(vm), sizes) }), { want: wish });
    return { vm, want, prolongsId: null };
  }

  private async quotaSubject(tx: EntityManager, actor: Actor, wish: SetLimits): Promise<Subject> {
    const effective = (await this.limits.of(tx, [actor.id])).get(actor.id)?.effective ?? NO_LIMITS;
    const { want } = validated(z.object({ want: quotaWish(effective) }), { want: wish });
    return { vm: null, want, prolongsId: null };
  }

  /** Of what was granted, whatever else is said; it must still be there. */
  private async prolongation(
    tx: EntityManager,
    actor: Actor,
    prolongs: string,
    until: string | null | undefined,
    now: Date,
  ): Promise<Subject> {
    const asked = await tx.findOneBy(ResourceRequestEntity, { id: prolongs, requesterId: actor.id });
    const root = asked?.prolongsId
      ? await tx.findOneBy(ResourceRequestEntity, { id: asked.prolongsId })
      : asked;
    if (!root) throw new ProblemError('not-found');
    const { id, state, grant, grantedUntil, vmId, vmName, decidedBy } = root;
    if (state !== 'approved' || !grant || !grantedUntil)
      throw new ProblemError('request-decided', { state, by: decidedBy?.displayName ?? '' });
    validated(z.object({ until: endDate(now, grantedUntil).optional() }), { until });
    return { vm: vmId === null ? null : { id: vmId, name: vmName ?? '' }, want: grant, prolongsId: id };
  }
}

const UNDECIDED = {
  state: 'pending',
  grant: null,
  grantedUntil: null,
  baseSize: null,
  takesEffect: null,
  givenBackAt: null,
  warned: null,
  decidedBy: null,
  decidedAt: null,
  comment: null,
} as const;

const isPendingAlready = (error: unknown) =>
  brokenConstraint(error)?.startsWith('UQ_resource_requests_pending_') ?? false;
