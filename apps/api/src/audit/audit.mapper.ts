import type { AuditEntry } from '@vm-manager/contracts';
import type { AuditEntryEntity } from './audit-entry.entity.js';

export function toAuditEntry(line: AuditEntryEntity): AuditEntry {
  return {
    id: line.id,
    at: line.at.toISOString(),
    actor: line.actorName === null ? null : { id: line.actorId, username: line.actorName },
    onBehalfOf:
      line.ownerId === null || line.ownerName === null
        ? null
        : { id: line.ownerId, username: line.ownerName },
    action: line.action,
    object: line.objectName === null ? null : { id: line.objectId, name: line.objectName },
    address: line.address,
    outcome: line.outcome,
    details: { ...line.details },
  };
}
