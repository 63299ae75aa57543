import { foldedText, mentionsAll } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { escapeLike } from '../../foundation/database/folded.js';
import { beAuditRoutine } from '../../access/audit-writing/audit-writer.js';
import { IS_THEIR_THING, type KnownTexts } from './known-texts.js';
import { queryAbout, type Person } from './person.js';

/**
 * Replaces the person's present and former names in the log by the alias, and removes their addresses and the names of their
 * things. The lines stay: what was done, when, and that it was the same person.
 */
export async function pseudonymiseAuditLog(
  tx: EntityManager,
  person: Person,
  texts: KnownTexts,
  alias: string,
): Promise<void> {
  const named = { id: person.id, username: person.username, alias };
  await beAuditRoutine(tx, 'erasure');
  // The details first: they are found by the names, which the next steps replace.
  await inDetails(tx, person, texts, alias);
  await queryAbout(tx, `UPDATE audit_log SET object_name = :alias WHERE ${IS_THEIR_THING}`, named);
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
}

/** Details that hold text which people wrote or chose, in lines about them or their things. */
const WRITTEN = new Set(['account', 'name', 'displayName', 'email', 'reason', 'comment', 'words']);

interface Line {
  id: string;
  action: string;
  details: object;
  is_theirs: boolean;
}

async function inDetails(
  tx: EntityManager,
  { id }: Person,
  { names, things }: KnownTexts,
  alias: string,
): Promise<void> {
  const lines = await tx.query<Line[]>(
    `SELECT id, action, details, is_theirs FROM (
       SELECT id, action, details,
              coalesce(owner_id = $1 OR object_id = CAST($1 AS text)
                OR (owner_id IS NULL AND actor_id = $1), false) AS is_theirs
         FROM audit_log WHERE details <> '{}') line
      WHERE is_theirs OR action = 'audit.read' OR details::text ILIKE ANY($2)`,
    [id, names.map((name) => `%${escapeLike(JSON.stringify(name).slice(1, -1))}%`)],
  );
  for (const line of lines) {
    const details = forgotten(line, { names, things }, alias);
    if (JSON.stringify(details) !== JSON.stringify(line.details))
      await tx.query('UPDATE audit_log SET details = $2 WHERE id = $1', [line.id, JSON.stringify(details)]);
  }
}

function forgotten({ action, details, is_theirs: isTheirs }: Line, texts: KnownTexts, alias: string): object {
  const mention = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${texts.names.map(literal).join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  const inside = (value: unknown, isWritten: boolean): unknown => {
    if (typeof value === 'string') {
      if (isWritten || (action === 'audit.read' && isSearchFor(value, texts))) return alias;
      return value.replace(mention, alias);
    }
    if (Array.isArray(value)) return value.map((part) => inside(part, isWritten));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key,
        inside(part, isWritten || (isTheirs && WRITTEN.has(key))),
      ]),
    );
  };
  return inside(details, false) as object;
}

/** A search for a part of a name may be enough to guess the name. */
const isSearchFor = (typed: string, { names, things }: KnownTexts): boolean =>
  typed.length > 2 &&
  (names.some((name) => mentionsAll(name, typed)) ||
    things.some((thing) => foldedText(thing).startsWith(foldedText(typed))));

const literal = (text: string) => text.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&');
