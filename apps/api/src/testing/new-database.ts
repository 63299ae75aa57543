import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import {
  appendFile,
  chmod,
  glob,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dataSourceOptions, openDataSource } from '../foundation/database/data-source.js';
import { EmbeddedPostgres } from '../foundation/database/embedded/embedded-postgres.js';
import { underLock } from '../foundation/database/embedded/start-lock.js';

const SRC = resolve(import.meta.dirname, '..');
const CACHE = resolve(SRC, '../../../node_modules/.cache/test-databases');

/**
 * Gives a data folder a database as the migrations leave it: a copy of one that is made once for each state of them. It has no
 * accounts, and the same installation id as all copies; a power cut would harm it, a killed server does not.
 */
export async function newDatabase(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const folder = join(dataDir, 'postgres');
  // Half the work of `cp` of promises; it forgets the folder's mode.
  cpSync(await template(), folder, { recursive: true });
  await chmod(folder, 0o700);
}

async function template(): Promise<string> {
  const made = join(CACHE, await state());
  if (await exists(made)) return made;
  await mkdir(CACHE, { recursive: true });
  await underLock(join(CACHE, 'lock'), async () => {
    if (await exists(made)) return;
    const former = (await readdir(CACHE)).filter((name) => name !== 'lock');
    const draft = await mkdtemp(join(CACHE, 'draft-'));
    await make(draft);
    await rename(join(draft, 'postgres'), made);
    for (const name of [...former, draft]) await rm(resolve(CACHE, name), { recursive: true });
  });
  return made;
}

/** Changes with each migration and with what makes databases. */
async function state(): Promise<string> {
  const files = ['testing/new-database.ts', '../../../package-lock.json'];
  for await (const file of glob('foundation/database/{migrations,embedded}/*.ts', { cwd: SRC }))
    files.push(file);
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(await readFile(join(SRC, file)));
  return hash.digest('hex').slice(0, 16);
}

async function make(dataDir: string): Promise<void> {
  const postgres = new EmbeddedPostgres(dataDir);
  const connection = await postgres.start();
  try {
    const database = await openDataSource(dataSourceOptions(connection));
    // Two thirds of the files; no test makes another database.
    await database.query(`UPDATE pg_database SET datistemplate = false WHERE datname LIKE 'template_'`);
    await database.query('DROP DATABASE template0');
    await database.query('DROP DATABASE template1');
    await database.destroy();
  } finally {
    await postgres.stop();
  }
  await appendFile(join(dataDir, 'postgres/postgresql.conf'), '\nfsync = off\nfull_page_writes = off\n');
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
