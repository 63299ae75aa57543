import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from './child.mjs';
import { ROOT } from './places.mjs';

/** What the commands need to know of the environment; the API checks all of it when it starts. */
export async function environment(asksForFake = false) {
  const file = join(ROOT, '.env');
  const values = { ...(existsSync(file) ? await valuesIn(file) : {}), ...process.env };
  return {
    dataDir: resolve(ROOT, values.VMM_DATA_DIR || 'var'),
    // As the API takes it: a relative one lies in the working folder, which is the clone's.
    templatesDir: values.VMM_TEMPLATES_DIR ? resolve(ROOT, values.VMM_TEMPLATES_DIR) : null,
    storagePool: values.VMM_STORAGE_POOL || 'default',
    fake: asksForFake || values.VMM_ADAPTERS === 'fake',
    address: `http://${values.HOST || '127.0.0.1'}:${values.PORT || 3000}`,
    demoPassword: values.VMM_DEMO_PASSWORD,
  };
}

/** As the API reads it, with the API's own source: our Node takes the types away. */
async function valuesIn(file) {
  const { readEnvFile } = await import('../../apps/api/src/foundation/config/env-file.ts');
  try {
    return readEnvFile(readFileSync(file), () => false).values;
  } catch (error) {
    if (error.name !== 'EnvFileError') throw error;
    throw new Refusal(`${file} cannot be taken as it is written:\n\n${error.message}`);
  }
}

/** Pretended machines live in a world of their own: real ones would all be missing there, and be called failed. */
export const FAKE_WORLD = {
  VMM_ADAPTERS: 'fake',
  // An empty value is none: not the database of the real machines.
  DATABASE_URL: '',
  VMM_DATA_DIR: process.env.VMM_DATA_DIR || 'var/fake',
  STUDENT_VMS_DIR: process.env.STUDENT_VMS_DIR || 'var/fake/student_vms',
};

const SEEDS = { class: 'var/fake-class' };
const SEED_PASSWORD = 'azerty-azerty';

/** A seed has a world of its own: what somebody tries there is in nobody's way. Null when none is asked for. */
export async function seededWorld(args) {
  const asked = args.indexOf('--seed');
  if (asked < 0) return null;
  const name = args[asked + 1];
  if (!Object.hasOwn(SEEDS, name))
    throw new Refusal(`npm run start:fake -- --seed ${Object.keys(SEEDS).join(' | ')}`);
  const { address, demoPassword } = await environment();
  const dataDir = process.env.VMM_DATA_DIR || SEEDS[name];
  const password = demoPassword || SEED_PASSWORD;
  return {
    seed: { name, url: address, password, dataDir },
    env: {
      ...FAKE_WORLD,
      VMM_DATA_DIR: dataDir,
      STUDENT_VMS_DIR: process.env.STUDENT_VMS_DIR || `${dataDir}/student_vms`,
      VMM_DEMO_PASSWORD: password,
      LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
      // One stands there as it is being deleted.
      VMM_BIN_DAYS: process.env.VMM_BIN_DAYS || '0',
      // Some are held for ever, and others are to be made meanwhile.
      VMM_JOBS_PER_HOST: process.env.VMM_JOBS_PER_HOST || '8',
    },
  };
}
