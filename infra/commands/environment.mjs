import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './places.mjs';

/** What the commands need to know of the environment; the API checks all of it when it starts. */
export function environment(fake = false) {
  const file = join(ROOT, '.env');
  const values = { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...process.env };
  return {
    dataDir: resolve(ROOT, values.VMM_DATA_DIR || 'var'),
    storagePool: values.VMM_STORAGE_POOL || 'default',
    fake: fake || values.VMM_ADAPTERS === 'fake',
  };
}
