import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

/** The embedded server's own words about itself. */
export async function postmasterOf(dataDir: string) {
  const text = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const [pid = '', , , port = '', socketDir = ''] = text.split('\n').map((line) => line.trim());
  return { pid: Number(pid), port: Number(port), socketDir };
}

/** Asks the database of an installation directly, whether its API runs or not. */
export async function askDatabase<T extends object>(
  dataDir: string,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  return withDatabase(dataDir, async (client) => (await client.query<T>(text, values)).rows);
}

export async function withDatabase<T>(dataDir: string, work: (client: Client) => Promise<T>): Promise<T> {
  const server = await postmasterOf(dataDir);
  if (!server) throw new Error('No embedded database runs here');
  const client = new Client({
    host: server.socketDir,
    port: server.port,
    user: 'postgres',
    database: 'postgres',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every row of every table, ours and pg-boss's, as text; binary columns as the text their bytes spell, too. */
export async function dumpOf(dataDir: string): Promise<string> {
  return withDatabase(dataDir, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    let dump = '';
    for (const { name } of tables) {
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${name}`);
      for (const row of rows)
        dump += `${name} ${JSON.stringify(row, (_key, value: unknown) =>
          isBytes(value) ? Buffer.from(value.data).toString('latin1') : value,
        )}\n`;
    }
    return dump;
  });
}

const isBytes = (value: unknown): value is { type: 'Buffer'; data: number[] } =>
  typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer';
