import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { PERSON_TABLES, TABLES_WITHOUT_PEOPLE } from './person-tables.js';

/** Names that say that a person is meant, where no foreign key does. */
const PERSONAL =
  /(^|_)(user|owner|actor|person|people|account|requester|decider|author|student|teacher|member)s?(_|$)|_by$|e?mail|recipient|display_name/;

let api: TestApi;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.stop());

const ask = <Row>(sql: string): Promise<Row[]> => api.app.get(DataSource).query(sql);
const covered = () => [...Object.keys(PERSON_TABLES), ...TABLES_WITHOUT_PEOPLE].sort();

it('every table is listed, as one with something about people or as one without', async () => {
  const tables = await ask<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  expect(covered()).toEqual(tables.map(({ name }) => name).sort());
});

it('every reference to an account is one by which rows are found and forgotten', async () => {
  const references = await ask<{ table: string; column: string; onDelete: string }>(`
    SELECT c.conrelid::regclass::text AS table, a.attname AS column, c.confdeltype AS "onDelete"
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
     WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass`);
  expect(references.length).toBeGreaterThan(3);
  for (const { table, column, onDelete } of references) {
    expect(PERSON_TABLES[table]?.people).toContain(column);
    if (PERSON_TABLES[table]?.erase === 'with-account') expect([table, onDelete]).toEqual([table, 'c']);
  }
});

it('every column whose name speaks of a person stands in a table about people', async () => {
  const columns = await ask<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const forgotten = columns.filter(
    ({ table, column }) => PERSONAL.test(column) && TABLES_WITHOUT_PEOPLE.includes(table),
  );
  expect(forgotten).toEqual([{ table: 'group_quotas', column: 'per_member' }]);
});

it('every column that is named by a table exists', async () => {
  for (const [table, { people = [], hidden = [] }] of Object.entries(PERSON_TABLES))
    for (const column of [...people, ...hidden]) await ask(`SELECT "${column}" FROM "${table}" LIMIT 0`);
});
