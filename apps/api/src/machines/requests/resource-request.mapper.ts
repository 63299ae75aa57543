import type { Limits, QuotaDimension, RequestEvent, ResourceRequest, Usage } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import type { RequestEventEntity } from './request-event.entity.js';
import { personOf } from './request-record.js';
import { mayDecide, type Asker } from './request-rights.js';
import type { ResourceRequestEntity } from './resource-request.entity.js';

/** A request with all that is told of it. */
export interface ReadableRequest {
  request: ResourceRequestEntity;
  asker: Asker;
  history: readonly RequestEventEntity[];
  usage: Usage;
  effective: Limits;
  /** When the VM has its granted size, as far as the VM knows by now. */
  takesEffect: ResourceRequest['takesEffect'];
  /** Whether the same thing has been asked for again. */
  hasPending: boolean;
}

export function toResourceRequest(readable: ReadableRequest, actor: Actor): ResourceRequest {
  const { request, asker, history, usage, effective } = readable;
  return {
    id: request.id,
    requester: personOf(request.requester),
    groups: [...asker.groups],
    vm: request.vmId === null ? null : { id: request.vmId, name: request.vmName ?? '' },
    want: request.want,
    reason: request.reason,
    until: iso(request.until),
    prolongs: request.prolongsId,
    state: request.state,
    grant: request.grant,
    grantedUntil: iso(request.grantedUntil),
    takesEffect: readable.takesEffect,
    decidedBy: request.decidedBy,
    decidedAt: iso(request.decidedAt),
    comment: request.comment,
    createdAt: request.createdAt.toISOString(),
    stays: staysOf(request),
    history: history.map(toRequestEvent),
    usage,
    effective,
    allowedActions: allowedActions(readable, actor),
  };
}

const toRequestEvent = ({ at, by, what, grant, until, comment }: RequestEventEntity): RequestEvent => {
  return { at: at.toISOString(), by, what, grant, until: iso(until), comment };
};

/** Whether there is something that an end would take back: a disk only grows. */
export const canBeTakenBack = ({ vmId, grant }: Pick<ResourceRequestEntity, 'vmId' | 'grant'>): boolean =>
  Object.keys(grant ?? {}).some((dimension) => vmId === null || dimension !== 'diskGiB');

function staysOf({ vmId, until, grant, grantedUntil, want, state }: ResourceRequestEntity): QuotaDimension[] {
  const ends = state === 'pending' ? until !== null : grantedUntil !== null;
  return vmId !== null && ends && typeof (grant ?? want).diskGiB === 'number' ? ['diskGiB'] : [];
}

function allowedActions(
  { request, asker, hasPending }: ReadableRequest,
  actor: Actor,
): ResourceRequest['allowedActions'] {
  const { state, prolongsId, grantedUntil } = request;
  const isOwn = actor.id === request.requesterId;
  if (state === 'pending') return mayDecide(actor, asker) ? ['approve', 'reject'] : isOwn ? ['cancel'] : [];
  // Of a grant and its prolongation, the grant is the one to act on.
  if (state !== 'approved' || prolongsId !== null) return [];
  if (mayDecide(actor, asker)) return canBeTakenBack(request) ? ['withdraw'] : [];
  return isOwn && grantedUntil !== null && !hasPending ? ['prolong'] : [];
}

const iso = (date: Date | null) => date?.toISOString() ?? null;
