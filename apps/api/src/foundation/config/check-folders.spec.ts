import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFolders } from './check-folders.js';
import { ConfigurationError } from './configuration.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-folders-'));
  await writeFile(join(folder, 'file'), '');
  await symlink('loop', join(folder, 'loop'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = (dataDir: string, studentVmsDir = folder) =>
  checkFolders({ dataDir: join(folder, dataDir), studentVmsDir });

it.each(['', 'new', 'new/below/it'])('takes "%s" and makes nothing', async (dataDir) => {
  await check(dataDir);
  expect(await readdir(folder)).toEqual(['file', 'loop']);
});

it.each(['file', 'file/below', 'file/far/below', 'loop', 'x'.repeat(300)])(
  'refuses %s by the name of its variable',
  async (dataDir) => {
    const refusal = expect(check(dataDir)).rejects;
    await refusal.toThrow(ConfigurationError);
    await refusal.toThrow(/→ at VMM_DATA_DIR$/);
  },
);

it('names all that is wrong at once', async () => {
  const refusal = expect(check('file', join(folder, 'file/vms'))).rejects;
  await refusal.toThrow(/file is no folder\n {2}→ at VMM_DATA_DIR\n[^]*→ at STUDENT_VMS_DIR/);
});
