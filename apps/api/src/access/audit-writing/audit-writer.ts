import { Injectable } from '@nestjs/common';
import type { AuditAction, AuditOutcome } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { UserEntity } from '../identity/user.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

/**
 * Who did it, as far as it is known: after a failed sign-in there is only a name, or not even that. The portal itself is null.
 */
export interface AuditedActor {
  id: string | null;
  username: string | null;
  address: string | null;
}

export interface AuditRecord {
  action: AuditAction;
  object?: { id: string | null; name: string };
  /** The object's owner; recorded when that is not the actor. */
  ownerId?: string | null;
  outcome?: AuditOutcome;
  /** Never a password, a ticket or a token. */
  details?: Record<string, unknown>;
}

/** Writes the audit log, in the transaction of what it records: both happen or neither. */
@Injectable()
export class AuditWriter {
  async record(
    tx: EntityManager,
    actor: AuditedActor | null,
    { action, object, ownerId, outcome = 'done', details = {} }: AuditRecord,
    now = new Date(),
  ): Promise<void> {
    const owner =
      ownerId && ownerId !== actor?.id
        ? await tx.findOne(UserEntity, { where: { id: ownerId }, select: { id: true, username: true } })
        : null;
    await tx.insert(AuditEntryEntity, {
      at: now,
      actorId: actor?.id ?? null,
      actorName: actor?.username ?? null,
      ownerId: owner?.id ?? null,
      ownerName: owner?.username ?? null,
      action,
      objectId: object?.id ?? null,
      objectName: object?.name ?? null,
      address: actor?.address ?? null,
      outcome,
      details: keepable(details),
    });
  }

  /** For work that goes on after its request. Null for the portal itself, and for an account that is gone. */
  async actorOf(
    tx: EntityManager,
    userId: string | null,
    address: string | null = null,
  ): Promise<AuditedActor | null> {
    if (userId === null) return null;
    const user = await tx.findOne(UserEntity, {
      where: { id: userId },
      select: { id: true, username: true },
    });
    return user && { id: user.id, username: user.username, address };
  }
}

/**
 * Names this transaction as one of the two routines that may touch written lines. The database checks what they do (migration
 * `protect-audit-log`).
 */
export async function beAuditRoutine(tx: EntityManager, routine: 'retention' | 'erasure'): Promise<void> {
  await tx.query("SELECT set_config('vmm.audit_routine', $1, true)", [routine]);
}

/** PostgreSQL's JSON cannot hold NUL or half a character, which a text that was searched for may contain. */
function keepable(details: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(details, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value,
  );
  return JSON.parse(text) as Record<string, unknown>;
}
