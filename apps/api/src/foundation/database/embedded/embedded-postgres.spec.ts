import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DatabaseConnection } from '../database-connection.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { isServing, readPostmaster } from './postmaster-file.js';

Logger.overrideLogger(false);
const folders: string[] = [];
async function newDataDir(suffix = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-db-'));
  folders.push(folder);
  return join(folder, suffix);
}

async function answerOf(connection: DatabaseConnection): Promise<unknown> {
  const client = new Client(connection.clientConfig);
  await client.connect();
  const { rows } = await client.query<{ answer: number }>('SELECT 42 AS answer');
  await client.end();
  return rows[0]?.answer;
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

const pidOf = async (dataDir: string) => (await readPostmaster(join(dataDir, 'postgres')))?.pid ?? 0;

describe('the embedded PostgreSQL', () => {
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  it('is started once by two processes that begin together, and stopped by the last', async () => {
    const dataDir = await newDataDir();
    const one = new EmbeddedPostgres(dataDir);
    const other = new EmbeddedPostgres(dataDir);
    const [connection] = await Promise.all([one.start(), other.start()]);
    const pid = await pidOf(dataDir);
    await one.stop();
    expect(await answerOf(connection)).toBe(42);
    await other.stop();
    expect(await isServing(pid, join(dataDir, 'postgres'))).toBe(false);
  });

  it('adopts a server whose API was killed', async () => {
    const dataDir = await newDataDir();
    const killed = new EmbeddedPostgres(dataDir);
    await killed.start();
    const pid = await pidOf(dataDir);
    const next = new EmbeddedPostgres(dataDir);
    await next.start();
    expect(await pidOf(dataDir)).toBe(pid);
    await killed.stop();
    await next.stop();
  });

  it('comes back at the same place when its server is killed', async () => {
    const dataDir = await newDataDir();
    const server = new EmbeddedPostgres(dataDir);
    const connection = await server.start();
    process.kill(await pidOf(dataDir), 'SIGKILL');
    expect(await eventually(() => answerOf(connection))).toBe(42);
    await server.stop();
  });

  it('keeps its socket elsewhere when the data folder has a long path', async () => {
    const dataDir = await newDataDir('d'.repeat(120));
    const server = new EmbeddedPostgres(dataDir);
    const connection = await server.start();
    expect(await answerOf(connection)).toBe(42);
    await server.stop();
    await rm(connection.clientConfig.host ?? '', { recursive: true });
  });

  it('tells where its log is when it cannot start', async () => {
    const dataDir = await newDataDir();
    const server = new EmbeddedPostgres(dataDir);
    await server.start();
    await server.stop();
    await rm(join(dataDir, 'postgres', 'global'), { recursive: true });
    await expect(new EmbeddedPostgres(dataDir).start()).rejects.toThrow('postgres.log');
    expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toContain('pg_control');
  });
});
