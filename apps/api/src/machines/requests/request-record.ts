import { Injectable } from '@nestjs/common';
import type { AuditAction, RequestEvent, SetLimits } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { EventLog } from '../../messages/events/event-log.js';
import { RequestEventEntity } from './request-event.entity.js';
import { ResourceRequestEntity, type Person } from './resource-request.entity.js';

export interface Happening {
  what: RequestEvent['what'];
  /** Null when the portal does it. */
  actor: Actor | null;
  now: Date;
  grant?: SetLimits | null;
  until?: Date | null;
  comment?: string | null;
}

const AUDITED: Partial<Record<RequestEvent['what'], AuditAction>> = {
  created: 'request.create',
  approved: 'request.approve',
  rejected: 'request.reject',
  cancelled: 'request.cancel',
  withdrawn: 'request.withdraw',
  expired: 'request.expire',
};

type Change = Partial<Omit<ResourceRequestEntity, 'id' | 'requester' | 'requesterId'>>;

/** Writes requests: with each change goes its history, the audit log and word to the browsers. */
@Injectable()
export class RequestRecord {
  constructor(
    private readonly events: EventLog,
    private readonly audit: AuditWriter,
  ) {}

  async insert(
    tx: EntityManager,
    request: Omit<ResourceRequestEntity, 'requester'>,
    happening: Happening,
  ): Promise<void> {
    await tx.insert(ResourceRequestEntity, request);
    await this.note(tx, request, happening);
  }

  async change(
    tx: EntityManager,
    request: ResourceRequestEntity,
    change: Change,
    happening: Happening,
  ): Promise<void> {
    Object.assign(request, change);
    await tx.update(ResourceRequestEntity, { id: request.id }, change);
    await this.note(tx, request, happening);
  }

  /** What concerns nobody but us: no history, no word. */
  async set(tx: EntityManager, request: ResourceRequestEntity, change: Change): Promise<void> {
    Object.assign(request, change);
    await tx.update(ResourceRequestEntity, { id: request.id }, change);
  }

  async recordEvent(
    tx: EntityManager,
    { id, requesterId }: Pick<ResourceRequestEntity, 'id' | 'requesterId'>,
  ): Promise<void> {
    await this.events.record(tx, { kind: 'request', subjectId: id, ownerId: requesterId });
  }

  private async note(
    tx: EntityManager,
    request: Omit<ResourceRequestEntity, 'requester'>,
    { what, actor, now, grant = null, until = null, comment = null }: Happening,
  ): Promise<void> {
    const { id, requesterId, vmName, want } = request;
    const by = actor && personOf(actor);
    await tx.insert(RequestEventEntity, { requestId: id, at: now, by, what, grant, until, comment });
    const action = AUDITED[what];
    if (action)
      await this.audit.record(tx, actor, {
        action,
        object: { id, name: vmName ?? 'quota' },
        ownerId: requesterId,
        details: { want, ...(grant ? { grant } : {}), until, vmId: request.vmId },
      });
    await this.recordEvent(tx, request);
  }
}

export const personOf = ({ id, username, displayName }: Person): Person => ({ id, username, displayName });
