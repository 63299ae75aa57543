import type { EventKind } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { mayReach, withinReach } from '../../access/identity/permissions.js';
import type { EventEntity } from './event.entity.js';

/** Kinds that only their owner gets; others go to everyone who may see the owner's things. */
const FOR_OWNER_ONLY: readonly EventKind[] = ['notice'];

/** Kinds that say nothing of anyone. */
const FOR_EVERYONE: readonly EventKind[] = ['template'];

/** Whether this reader may get the event. */
export async function mayHear(
  manager: EntityManager,
  actor: Actor,
  { kind, ownerId, groupId }: Pick<EventEntity, 'kind' | 'ownerId' | 'groupId'>,
): Promise<boolean> {
  if (ownerId === actor.id || FOR_EVERYONE.includes(kind)) return true;
  return !FOR_OWNER_ONLY.includes(kind) && mayReach(manager, actor, 'see-vms', { ownerId, groupId });
}

/** The same as a condition on rows of `events`: `query.andWhere(where, parameters)`. */
export function eventsFor(
  actor: Actor,
  alias: string,
): { where: string; parameters: Record<string, unknown> } {
  const { where, parameters } = withinReach(actor, alias);
  return {
    where: `(${alias}.owner_id = :readerId OR ${alias}.kind = ANY(:forEveryone) OR (${alias}.kind <> ALL(:forOwnerOnly) AND ${where}))`,
    parameters: {
      ...parameters,
      readerId: actor.id,
      forOwnerOnly: FOR_OWNER_ONLY,
      forEveryone: FOR_EVERYONE,
    },
  };
}
