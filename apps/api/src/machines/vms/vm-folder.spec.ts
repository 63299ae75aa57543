import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderFor, listFolders, removeFolder } from './vm-folder.js';

let parent: string;
let root: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'vmm-folders-'));
  root = join(parent, 'student_vms');
  for (const folder of ['alice/web-1', 'alice/web-2', 'bob/web-1', '../student_vms2/alice/web-1']) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'vm.json'), '{}');
  }
});
afterEach(() => rm(parent, { recursive: true }));

const everything = async () => (await readdir(parent, { recursive: true })).sort();

describe('the folder of a VM', () => {
  it.each([
    ['alice', 'web', 'alice/web-0123abcd'],
    ['Éric.O’Neil', 'a.b', '_ric_o_neil/a.b-0123abcd'],
    ['../../etc', 'x', '______etc/x-0123abcd'],
    ['..', '1', '__/1-0123abcd'],
  ])('of %j called %j is readable, and two levels deep: %s', (username, name, folder) => {
    const id = '0123abcd-0000-4000-8000-000000000000';
    expect(folderFor({ id, name }, { username })).toBe(folder);
  });

  it('goes with what is in it, and its owner’s with the last', async () => {
    await mkdir(join(root, 'alice/web-1/.vagrant/machines'), { recursive: true });
    await removeFolder(root, 'alice/web-1');
    expect(await readdir(join(root, 'alice'))).toEqual(['web-2']);
    await removeFolder(root, 'alice/web-2');
    expect(await readdir(root)).toEqual(['bob']);
  });

  it('can be removed again, also without its owner’s or the root', async () => {
    for (const folder of ['alice/gone', 'nobody/gone']) await removeFolder(root, folder);
    await removeFolder(join(parent, 'nowhere'), 'alice/web-1');
    expect((await listFolders(root)).sort()).toEqual(['alice/web-1', 'alice/web-2', 'bob/web-1']);
  });

  it.each([
    '',
    '.',
    'alice',
    'alice/',
    'alice/..',
    'alice/web-1/..',
    'alice/web-1/vm.json',
    '..',
    '../student_vms2',
    '../student_vms2/alice',
    '../student_vms2/alice/web-1',
    'alice/../../student_vms2/alice',
    '../..',
    '/',
    '/etc',
    '/tmp/x',
  ])('is not %j: nothing is removed', async (folder) => {
    const before = await everything();
    await expect(removeFolder(root, folder)).rejects.toThrow('is not the folder of a VM');
    expect(await everything()).toEqual(before);
  });

  it('that is a link goes alone, and what it points to stays', async () => {
    await symlink(join(parent, 'student_vms2/alice'), join(root, 'alice/link'));
    await removeFolder(root, 'alice/link');
    expect(existsSync(join(root, 'alice/link'))).toBe(false);
    expect(existsSync(join(parent, 'student_vms2/alice/web-1/vm.json'))).toBe(true);
  });

  it('below a link is somebody else’s: nothing is removed', async () => {
    await symlink(join(parent, 'student_vms2/alice'), join(root, 'carol'));
    await expect(removeFolder(root, 'carol/web-1')).rejects.toThrow();
    expect(existsSync(join(parent, 'student_vms2/alice/web-1/vm.json'))).toBe(true);
  });
});

describe('the folders of VMs', () => {
  it('are those two levels down; files, links and what is hidden are none', async () => {
    await writeFile(join(root, '.gitkeep'), '');
    await writeFile(join(root, 'alice/notes.txt'), '');
    await mkdir(join(root, '.cache/web-1'), { recursive: true });
    await symlink(join(parent, 'student_vms2/alice'), join(root, 'carol'));
    expect((await listFolders(root)).sort()).toEqual(['alice/web-1', 'alice/web-2', 'bob/web-1']);
  });
  it('are none where there is no root', async () => {
    expect(await listFolders(join(parent, 'nowhere'))).toEqual([]);
  });
});
