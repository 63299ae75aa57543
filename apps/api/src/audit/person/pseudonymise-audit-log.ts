import type { EntityManager } from 'typeorm';
import { escapeLike } from '../../database/escape-like.js';
import { beAuditRoutine } from '../audit-routines.js';
import { queryAbout, type Person } from './person.js';

/**
 * Puts the alias where the log has the person's name, and takes away where they were. The lines stay: what was done, and
 * when, and that it was one and the same person.
 */
export async function pseudonymiseAuditLog(tx: EntityManager, person: Person, alias: string): Promise<void> {
  const named = { id: person.id, username: person.username, alias };
  await beAuditRoutine(tx, 'erasure');
  await queryAbout(
    tx,
    `UPDATE audit_log SET actor_name = :alias, address = NULL
      WHERE actor_id = :id OR (actor_id IS NULL AND actor_name = :username)`,
    named,
  );
  await queryAbout(tx, 'UPDATE audit_log SET owner_name = :alias WHERE owner_id = :id', named);
  await queryAbout(
    tx,
    'UPDATE audit_log SET object_name = :alias WHERE object_id = CAST(:id AS text)',
    named,
  );
  await inDetails(tx, person, alias);
}

/** Details name people too: what an administrator searched for, whom a request was about. */
async function inDetails(tx: EntityManager, person: Person, alias: string): Promise<void> {
  const names = [person.username, person.displayName, person.email].filter((name) => name !== null);
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const lines = await tx.query<{ id: string; details: object }[]>(
    'SELECT id, details FROM audit_log WHERE details::text ILIKE ANY($1)',
    [names.map((name) => `%${escapeLike(JSON.stringify(name))}%`)],
  );
  for (const { id, details } of lines) {
    const text = JSON.stringify(details, (_key, value: unknown) =>
      typeof value === 'string' && wanted.has(value.toLowerCase()) ? alias : value,
    );
    await tx.query('UPDATE audit_log SET details = $2 WHERE id = $1', [id, text]);
  }
}
