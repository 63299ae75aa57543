import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RequestFilter, ResourceRequest } from '@vm-manager/contracts';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { maySeeOwner, visibleOwners } from '../../access/identity/permissions.js';
import { EventReaders } from '../../messages/events/event-readers.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { NO_LIMITS, NOTHING } from '../quotas/amounts.js';
import { QuotaLimits } from '../quotas/quota-limits.js';
import { usagesOf } from '../quotas/usages.js';
import { RequestEventEntity } from './request-event.entity.js';
import { askersOf } from './request-rights.js';
import { ResourceRequestEntity } from './resource-request.entity.js';
import { sizeEffects } from './size-effects.js';
import { toResourceRequest, type ReadableRequest } from './resource-request.mapper.js';
import { isInGroup } from '../../access/identity/ownership.js';

/** Reads requests for someone: their own, and those of the people whose VMs they may see. */
@Injectable()
export class RequestReader implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: QuotaLimits,
    private readonly readers: EventReaders,
  ) {}

  onModuleInit(): void {
    this.readers.register('request', async ({ subjectId }) => {
      const [readable] = await this.read(await this.load([subjectId]));
      return readable && ((actor) => toResourceRequest(readable, actor));
    });
  }

  async listFor(actor: Actor, filter: RequestFilter): Promise<ResourceRequest[]> {
    const query = this.dataSource
      .createQueryBuilder(ResourceRequestEntity, 'request')
      .innerJoinAndSelect('request.requester', 'requester')
      .orderBy({ 'request.createdAt': 'DESC', 'request.id': 'DESC' })
      .take(filter.limit);
    const visible = visibleOwners(actor, 'request.requester_id');
    query.where(visible.where, visible.parameters);
    if (filter.state) query.andWhere('request.state = :state', { state: filter.state });
    if (filter.user) query.andWhere('request.requesterId = :user', { user: filter.user });
    if (filter.group) query.andWhere(IS_STUDENT_OF, { group: filter.group });
    if (filter.vm) query.andWhere('request.vmId = :vm', { vm: filter.vm });
    if (filter.before) query.andWhere('request.createdAt < :before', { before: new Date(filter.before) });
    return (await this.read(await query.getMany())).map((readable) => toResourceRequest(readable, actor));
  }

  /** The request if this person may see it; rejects with `not-found` otherwise. */
  async findFor(actor: Actor, id: string): Promise<ResourceRequestEntity> {
    const [request] = await this.load([id]);
    if (!request || !(await maySeeOwner(this.dataSource.manager, actor, request.requesterId)))
      throw new ProblemError('not-found');
    return request;
  }

  async show(actor: Actor, id: string): Promise<ResourceRequest> {
    const [readable] = await this.read([await this.findFor(actor, id)]);
    if (!readable) throw new ProblemError('not-found');
    return toResourceRequest(readable, actor);
  }

  private load(ids: string[]): Promise<ResourceRequestEntity[]> {
    return this.dataSource
      .getRepository(ResourceRequestEntity)
      .find({ where: { id: In(ids) }, relations: { requester: true } });
  }

  /** For all of them at once: a teacher's inbox is no hundred times a request. */
  private async read(requests: readonly ResourceRequestEntity[]): Promise<ReadableRequest[]> {
    if (requests.length === 0) return [];
    const { manager } = this.dataSource;
    const requesters = [...new Map(requests.map(({ requester }) => [requester.id, requester])).values()];
    const ids = requesters.map(({ id }) => id);
    const [askers, limits, usages, history, effects, pending] = await Promise.all([
      askersOf(manager, requesters),
      this.limits.of(manager, ids),
      usagesOf(manager, 'owner_id', ids),
      this.historyOf(requests),
      sizeEffects(
        manager,
        requests.flatMap(({ vmId }) => vmId ?? []),
      ),
      manager.find(ResourceRequestEntity, { where: { requesterId: In(ids), state: 'pending' } }),
    ]);
    return requests.map((request) => ({
      request,
      asker: askers.get(request.requesterId) ?? { ...request.requester, groups: [] },
      history: history.get(request.id) ?? [],
      usage: usages.get(request.requesterId) ?? NOTHING,
      effective: limits.get(request.requesterId)?.effective ?? NO_LIMITS,
      takesEffect: request.takesEffect && (effects.get(request.vmId ?? '') ?? request.takesEffect),
      hasPending: pending.some(
        ({ requesterId, vmId }) => requesterId === request.requesterId && vmId === request.vmId,
      ),
    }));
  }

  private async historyOf(
    requests: readonly ResourceRequestEntity[],
  ): Promise<Map<string, RequestEventEntity[]>> {
    const events = await this.dataSource
      .getRepository(RequestEventEntity)
      .find({ where: { requestId: In(requests.map(({ id }) => id)) }, order: { id: 'ASC' } });
    return Map.groupBy(events, ({ requestId }) => requestId);
  }
}

const IS_STUDENT_OF = isInGroup('request.requester_id', { asStudent: true });
