import type { EntityManager } from 'typeorm';

/**
 * The only two that may touch written lines. They say so for this transaction; the database checks what they do
 * (migration `protect-audit-log`).
 */
export async function beAuditRoutine(tx: EntityManager, routine: 'retention' | 'erasure'): Promise<void> {
  await tx.query("SELECT set_config('vmm.audit_routine', $1, true)", [routine]);
}
