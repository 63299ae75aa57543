import type { AuditEntry } from '@vm-manager/contracts';
import type { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';

/** The present display names of the people in a line, by their ids. */
export type DisplayNames = ReadonlyMap<string, string>;

export function toAuditEntry(line: AuditEntryEntity, names: DisplayNames = new Map()): AuditEntry {
  const called = (id: string | null) => {
    const displayName = id === null ? undefined : names.get(id);
    return displayName === undefined ? {} : { displayName };
  };
  return {
    id: line.id,
    at: line.at.toISOString(),
    actor:
      line.actorName === null
        ? null
        : { id: line.actorId, username: line.actorName, ...called(line.actorId) },
    onBehalfOf:
      line.ownerId === null || line.ownerName === null
        ? null
        : { id: line.ownerId, username: line.ownerName, ...called(line.ownerId) },
    action: line.action,
    object: line.objectName === null ? null : { id: line.objectId, name: line.objectName },
    address: line.address,
    outcome: line.outcome,
    details: { ...line.details },
  };
}
