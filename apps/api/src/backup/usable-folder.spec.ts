import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireUsable } from './usable-folder.js';

let root: string;
let data: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vmm-usable-'));
  data = join(root, 'var');
  await mkdir(join(data, 'backups'), { recursive: true });
  await mkdir(join(root, 'variant'));
  await symlink(join(data, 'backups'), join(root, 'link'));
  await writeFile(join(root, 'file'), '');
});
afterAll(() => rm(root, { recursive: true }));

it.each([
  ['absent', 'There is no folder'],
  ['file', 'is no folder'],
  ['var', 'which is copied'],
  ['var/backups', 'which is copied'],
  ['link', 'which is copied'],
])('%s is refused', async (name, words) => {
  await expect(requireUsable(join(root, name), [join(root, 'student_vms'), data])).rejects.toThrow(words);
});

it('a folder beside what is copied will do, also when its name begins alike', async () => {
  await expect(requireUsable(join(root, 'variant'), [data])).resolves.toBeUndefined();
});
