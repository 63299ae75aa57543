import type { EntityManager } from 'typeorm';
import { queryAbout, type Person } from './person.js';

/** Kinds of lines whose object has a name that its owner chose. */
const NAMED_THINGS = ['vm', 'console', 'token', 'request'];
/** Lines about refused access to things of this person count too, but not those about things that this person was refused. */
export const IS_THEIR_THING = `(split_part(action, '.', 1) = ANY(CAST('{${NAMED_THINGS.join(',')}}' AS text[]))
    AND (owner_id = :id OR (owner_id IS NULL AND actor_id = :id))
  OR action = 'access.refused' AND owner_id = :id)`;

/** Names under which a person may appear in the log: present and former names, and the names of their things. */
export interface KnownTexts {
  names: string[];
  things: string[];
}

export async function knownTexts(tx: EntityManager, person: Person): Promise<KnownTexts> {
  const { id, username, displayName, email } = person;
  const changes = await queryAbout<{ details: object }>(
    tx,
    `SELECT details FROM audit_log WHERE action = 'account.update' AND object_id = CAST(:id AS text)`,
    { id },
  );
  const things = await queryAbout<{ name: string | null }>(
    tx,
    `SELECT DISTINCT object_name AS name FROM audit_log WHERE ${IS_THEIR_THING}`,
    { id },
  );
  const former = changes.flatMap(({ details }) => textsIn(details));
  return {
    names: distinct([username, displayName, email, ...former]),
    things: distinct(things.map(({ name }) => name)),
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const distinct = (texts: (string | null)[]) => [
  ...new Set(texts.filter((text): text is string => text !== null && text.trim() !== '')),
];
