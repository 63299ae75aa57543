import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Readable } from 'node:stream';
import type { DatabaseConnection } from '../foundation/database/database-connection.js';

export interface TableCopy {
  name: string;
  columns: string[];
}

export interface DatabaseCopy {
  /** By their classes' names, in the order in which they ran: the schema that the rows fit into. */
  migrations: string[];
  tables: TableCopy[];
  sequences: { name: string; value: string }[];
}

export const tableFile = (table: string) => `database/${table}.copy.gz.sealed`;

// What the database computes by itself cannot be written.
const TABLES = `
  SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
   WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations'
     AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
   GROUP BY c.relname ORDER BY c.relname`;

const SEQUENCES = `
  SELECT sequencename AS name, last_value::text AS value
    FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL`;

/**
 * All rows as they are at one moment, whoever writes meanwhile; by SQL, so that the embedded server and any other one are
 * read alike, and any later version takes them. pg-boss' own tables are left out: jobs it does not know are sent to it again.
 */
export async function copyDatabase(
  connection: DatabaseConnection,
  write: (path: string, rows: Readable) => Promise<void>,
): Promise<DatabaseCopy> {
  const client = new Client({ ...connection.clientConfig, application_name: 'vmm-backup' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const migrations = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    const { rows: tables } = await client.query<TableCopy>(TABLES);
    for (const table of tables)
      await write(tableFile(table.name), client.query(copyTo(`COPY ${columnsOf(table)} TO STDOUT`)));
    // Sequences stand outside of transactions: they are at least as far as the rows.
    const { rows: sequences } = await client.query<{ name: string; value: string }>(SEQUENCES);
    await client.query('COMMIT');
    return { migrations: migrations.rows.map(({ name }) => name), tables, sequences };
  } finally {
    await client.end();
  }
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const columnsOf = ({ name, columns }: TableCopy) =>
  `${quoted(name)} (${columns.map(quoted).join(', ')})`;
