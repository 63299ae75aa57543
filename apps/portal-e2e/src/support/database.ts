import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Portal } from './portal.js';

/** Asks the database of a portal that runs. */
export async function askDatabase<T extends object>(
  portal: Portal,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const server = await readFile(join(portal.folder, 'data/postgres/postmaster.pid'), 'utf8');
  // The embedded server's own words about itself.
  const [, , , port, host] = server.split('\n').map((line) => line.trim());
  const client = new Client({ host, port: Number(port), user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}
