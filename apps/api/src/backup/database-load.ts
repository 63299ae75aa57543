import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../foundation/database/data-source.js';
import type { DatabaseConnection } from '../foundation/database/database-connection.js';
import { MIGRATIONS } from '../foundation/database/migrations.js';
import { BackupError } from './backup-error.js';
import { columnsOf, quoted, tableFile, type DatabaseCopy } from './database-copy.js';

/** Refuses a database that is in use: whatever is in it would be gone. */
export async function requireEmpty(connection: DatabaseConnection): Promise<void> {
  await withClient(connection, async (client) => {
    const { rows: others } = await client.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('vm-manager', 'vmm-locks')`,
    );
    if (others.length > 0) throw new BackupError('The portal runs on this database: stop it first.');
    const { rows } = await client.query<{ made: boolean }>(`SELECT to_regclass('users') IS NOT NULL AS made`);
    if (!rows[0]?.made) return;
    // The first start makes accounts; what nobody has used yet is nothing.
    const { rows: used } = await client.query<{ used: boolean }>(
      'SELECT EXISTS (SELECT FROM users WHERE last_sign_in_at IS NOT NULL) OR EXISTS (SELECT FROM vms) AS used',
    );
    if (used[0]?.used)
      throw new BackupError(
        'This installation is in use (somebody has signed in): restore onto an empty one.',
      );
  });
}

/** Gives the database the schema that the rows fit into, then all rows in one transaction, or none. */
export async function loadDatabase(
  connection: DatabaseConnection,
  copy: DatabaseCopy,
  read: (path: string) => Readable,
): Promise<void> {
  await giveSchema(connection, copy.migrations);
  await withClient(connection, async (client) => {
    await client.query('BEGIN');
    const { rows: ties } = await client.query<{ relation: string; name: string; definition: string }>(
      `SELECT conrelid::regclass::text AS relation, conname AS name, pg_get_constraintdef(oid) AS definition
         FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
    );
    // Nobody but a superuser may set them aside; whoever owns the tables may take them away, and putting them back checks every row.
    for (const { relation, name } of ties)
      await client.query(`ALTER TABLE ${relation} DROP CONSTRAINT ${quoted(name)}`);
    const names = copy.tables.map(({ name }) => quoted(name));
    for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
    await client.query(`TRUNCATE ${names.join(', ')}`);
    for (const table of copy.tables)
      await pipeline(
        read(tableFile(table.name)),
        client.query(copyFrom(`COPY ${columnsOf(table)} FROM STDIN`)),
      );
    for (const { name, value } of copy.sequences)
      await client.query('SELECT setval($1::regclass, $2)', [quoted(name), value]);
    for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
    for (const { relation, name, definition } of ties)
      await client.query(`ALTER TABLE ${relation} ADD CONSTRAINT ${quoted(name)} ${definition}`);
    await client.query('COMMIT');
  });
}

/** A backup of an earlier version gets the schema of then; the migrations since run over its rows at the next start. */
async function giveSchema(connection: DatabaseConnection, wanted: readonly string[]): Promise<void> {
  const known = new Map(MIGRATIONS.map((migration) => [migration.name, migration]));
  if (wanted.some((name) => !known.has(name)))
    throw new BackupError('The backup was made by a later version of VM Manager: install that one first.');
  await withDataSource(connection, MIGRATIONS, async (dataSource) => {
    while ((await executed(dataSource)).some((name) => !wanted.includes(name)))
      await dataSource.undoLastMigration();
  });
  const then = wanted.flatMap((name) => known.get(name) ?? []);
  await withDataSource(connection, then, (dataSource) => dataSource.runMigrations());
}

async function executed(dataSource: DataSource): Promise<string[]> {
  const [found] = await dataSource.query<{ made: boolean }[]>(
    `SELECT to_regclass('migrations') IS NOT NULL AS made`,
  );
  if (!found?.made) return [];
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
  return rows.map(({ name }) => name);
}

async function withDataSource(
  connection: DatabaseConnection,
  migrations: typeof MIGRATIONS,
  work: (dataSource: DataSource) => Promise<unknown>,
): Promise<void> {
  const dataSource = await new DataSource({ ...dataSourceOptions(connection), migrations }).initialize();
  try {
    await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function withClient(
  connection: DatabaseConnection,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ ...connection.clientConfig, application_name: 'vmm-backup' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
