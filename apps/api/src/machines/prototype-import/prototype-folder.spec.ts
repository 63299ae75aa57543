import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanOldFiles } from './old-files.js';
import { guestAccountOf, prototypeTree, templateFor } from './prototype-folder.js';

const TEMPLATES = ['debian-server', 'debian-client', 'windows-server'];
const VM_ID = '0f8f5c1e-5f0b-4c57-9a53-0d3f6c7f1c11';
let root: string;
let elsewhere: string;
beforeEach(async () => {
  [root, elsewhere] = await Promise.all([
    mkdtemp(join(tmpdir(), 'vmm-old-')),
    mkdtemp(join(tmpdir(), 'vmm-old-')),
  ]);
});
afterEach(() => Promise.all([root, elsewhere].map((folder) => rm(folder, { recursive: true }))));

/** The files of one machine. */
async function made(folder: string, files: Record<string, string | Buffer>): Promise<string> {
  const path = join(root, folder);
  await mkdir(path, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content);
  return path;
}
const only = async () => (await prototypeTree(root)).folders[0]!;

/** Word for word what the prototype wrote. */
const info = (os: string, type: string) =>
  `VM Name: web\nUsername: eleve\nOS: ${os}\nType: ${type}\nCreated: 2025-09-01 10:00:00.000001\n`;

describe('what the prototype says of a machine', () => {
  it.each([
    ['generic/debian12', info('debian', 'serveur'), 'debian-server'],
    ['generic/debian12', info('debian', 'client'), 'debian-client'],
    ['peru/windows-server-2022-standard-x64-eval', info('windows', 'client'), 'windows-server'],
    ['debian/bookworm64', '', 'debian-server'],
    ['', 'Modèle : bureau XFCE\n', 'debian-client'],
  ])('%s with %j is %s', async (box, text, templateId) => {
    await made('alice/web', { Vagrantfile: `config.vm.box = "${box}"\n`, 'vm_info.txt': text });
    const folder = await only();
    expect(templateFor(folder, TEMPLATES)).toBe(templateId);
    expect(guestAccountOf(folder)).toBe(text.includes('Username') ? 'eleve' : 'alice');
  });
});

describe('links', () => {
  it('are no folders, and are named', async () => {
    await made('alice/web', { Vagrantfile: 'x' });
    await symlink(elsewhere, join(root, 'bob'));
    await symlink(elsewhere, join(root, 'alice/lien'));
    const { folders, links, closed } = await prototypeTree(root);
    expect(folders.map(({ folder }) => folder)).toEqual(['alice/web']);
    expect([links, closed]).toEqual([['alice/lien', 'bob'], []]);
  });

  it('in a folder are neither read nor written through', async () => {
    const secret = join(elsewhere, 'shadow');
    await writeFile(secret, 'password: not-of-the-prototype\n');
    const path = await made('alice/web', { 'vm_info.txt': 'Username: eleve\n' });
    for (const name of ['Vagrantfile', 'journal.log', 'vm_info.txt.vm-manager'])
      await symlink(secret, join(path, name));
    const folder = await only();
    expect(folder.vagrantfile).toBe('');
    expect(await cleanOldFiles(folder, VM_ID)).toEqual(['Vagrantfile']);
    expect(await readFile(join(path, 'Vagrantfile'), 'utf8')).toContain(VM_ID);
    expect(await readlink(join(path, 'journal.log'))).toBe(secret);
    expect(await readFile(secret, 'utf8')).toBe('password: not-of-the-prototype\n');
  });

  it('that wait where a draft is written are replaced, not followed', async () => {
    const secret = join(elsewhere, 'kept');
    await writeFile(secret, 'kept');
    const path = await made('alice/web', { Vagrantfile: 'x', 'vm_info.txt': 'Mot de passe: azerty\n' });
    await symlink(secret, join(path, 'vm_info.txt.vm-manager'));
    await cleanOldFiles(await only(), VM_ID);
    expect(await readFile(secret, 'utf8')).toBe('kept');
    expect(await readFile(join(path, 'vm_info.txt'), 'utf8')).toBe('Mot de passe: (retiré)\n');
  });
});

describe('folders that this user may not read', () => {
  it('are named, while the others go on', async () => {
    for (const folder of ['alice/web', 'alice/closed', 'bob/web']) await made(folder, { Vagrantfile: 'x' });
    for (const [folder, mode] of [
      ['.', 0o755],
      ['alice/closed', 0],
      ['bob', 0],
    ] as const)
      await chmod(join(root, folder), mode);
    const { folders, closed } = await asSomebody(() => prototypeTree(root));
    expect(folders.map(({ folder }) => folder)).toEqual(['alice/web']);
    expect(closed).toEqual(['alice/closed', 'bob']);
    for (const folder of ['alice/closed', 'bob']) await chmod(join(root, folder), 0o700);
  });

  it('are none for what is wrong otherwise', async () => {
    await expect(prototypeTree(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

/** To root nothing is closed. */
async function asSomebody<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('old files', () => {
  it('of another encoding lose their passwords and nothing else', async () => {
    const latin1 = (text: string) => Buffer.from(text, 'latin1');
    const path = await made('alice/web', {
      Vagrantfile: 'echo "eleve:s3cret-appris" | chpasswd\n',
      'vm_info.txt': latin1('Mot de passe : été 2024\nCréée le : 1er août\n'),
      'journal.log': latin1('démarrée avec s3cret-appris\n'),
    });
    await cleanOldFiles(await only(), VM_ID);
    expect(await readFile(join(path, 'vm_info.txt'))).toEqual(
      latin1('Mot de passe : (retiré)\nCréée le : 1er août\n'),
    );
    expect(await readFile(join(path, 'journal.log'))).toEqual(latin1('démarrée avec (retiré)\n'));
  });

  it('full of what looks like an account are read in no time that grows with its square', async () => {
    const path = await made('alice/web', { Vagrantfile: 'x', 'notes.txt': ' a:'.repeat(300_000) });
    await cleanOldFiles(await only(), VM_ID);
    expect((await readFile(join(path, 'notes.txt'), 'utf8')).length).toBe(900_000);
  });
});
