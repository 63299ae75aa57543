import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sealing } from './sealing.js';
import { rootKeys } from './secret-key.js';
import { deriveSecrets } from './secrets.js';
import { Variables } from './variables.js';

const secrets = (texts: Record<string, string> = {}) => deriveSecrets(Variables.parse(texts));

describe('the root keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are made once, for the owner only, however many processes start together', async () => {
    const dataDir = join(folder, 'data');
    const made = await Promise.all(Array.from({ length: 8 }, () => rootKeys(dataDir, secrets())));
    expect(new Set(made.map(({ keys: [key] }) => key.toString())).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['secret.key']);
    expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  });

  it('still open what an earlier key sealed', async () => {
    const first = new Sealing((await rootKeys(folder, secrets())).keys);
    const long = 'x'.repeat(40);
    const second = new Sealing((await rootKeys(folder, secrets({ SECRET_KEY: long }))).keys);
    const third = new Sealing(
      (await rootKeys(folder, secrets({ SECRET_KEY: 'y'.repeat(40), SECRET_KEY_PREVIOUS: long }))).keys,
    );
    expect(second.open('job', first.seal('job', 'one')).toString()).toBe('one');
    expect(third.open('job', second.seal('job', 'two')).toString()).toBe('two');
  });

  it('say which key was too short and had to be stretched', async () => {
    const { keys, stretched } = await rootKeys(folder, secrets({ SECRET_KEY: 'short' }));
    expect(stretched).toEqual(['SECRET_KEY']);
    expect(keys[0]).toHaveLength(32);
  });
});
