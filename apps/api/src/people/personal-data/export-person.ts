import type { EntityManager } from 'typeorm';
import { queryAbout, type Person } from './person.js';
import { PERSON_TABLES, type PersonTable } from './person-tables.js';

export interface PersonExport {
  account: string;
  exportedAt: string;
  /** Rows by table, as they are kept. */
  kept: Record<string, Record<string, unknown>[]>;
}

/** Everything that is kept about a person, without hashes and sealed secrets, which would let others in. */
export async function exportPerson(tx: EntityManager, person: Person, now: Date): Promise<PersonExport> {
  const kept: PersonExport['kept'] = {};
  for (const [table, rules] of Object.entries(PERSON_TABLES)) {
    const { id, username, email } = person;
    const rows = await queryAbout<Record<string, unknown>>(
      tx,
      `SELECT * FROM "${table}" WHERE ${rowsOf(rules)}`,
      { id, username, email },
    );
    kept[table] = rows.map((row) => shown(row, rules, id));
  }
  return { account: person.username, exportedAt: now.toISOString(), kept };
}

function rowsOf({ people = [], alsoWhere }: PersonTable): string {
  const conditions = people.map((column) => `"${column}" = :id`);
  return [...conditions, ...(alsoWhere === undefined ? [] : [`(${alsoWhere})`])].join(' OR ');
}

function shown(
  row: Record<string, unknown>,
  { hidden = [], ofOthers = {} }: PersonTable,
  personId: string,
): Record<string, unknown> {
  const isTheirs = (column: string) => {
    const by = ofOthers[column];
    return by === undefined || row[by] === personId;
  };
  const entries = Object.entries(row).filter(
    ([column, value]) => !hidden.includes(column) && !Buffer.isBuffer(value) && isTheirs(column),
  );
  return Object.fromEntries(entries);
}
