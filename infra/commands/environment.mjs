import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './places.mjs';

/** What the commands need to know of the environment; the API checks all of it when it starts. */
export function environment(asksForFake = false) {
  const file = join(ROOT, '.env');
  const values = { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...process.env };
  return {
    dataDir: resolve(ROOT, values.VMM_DATA_DIR || 'var'),
    storagePool: values.VMM_STORAGE_POOL || 'default',
    fake: asksForFake || values.VMM_ADAPTERS === 'fake',
  };
}

/** Pretended machines live in a world of their own: real ones would all be missing there, and be called failed. */
export const FAKE_WORLD = {
  VMM_ADAPTERS: 'fake',
  // An empty value is none: not the database of the real machines.
  DATABASE_URL: '',
  VMM_DATA_DIR: process.env.VMM_DATA_DIR || 'var/fake',
  STUDENT_VMS_DIR: process.env.STUDENT_VMS_DIR || 'var/fake/student_vms',
};
