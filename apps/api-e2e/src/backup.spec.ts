import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessToken, type Vm } from '@vm-manager/contracts';
import { appendFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { vmm } from './support/command.js';
import { askDatabase, postmasterOf, withDatabase } from './support/database.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const PASSPHRASE = 'une phrase que personne ne devine';
const MAIL_PASSWORD = 'secret-du-courrier';

let installation: Installation;
let other: Installation;
let vm: Vm;
let target: string;
let passphraseFile: string;
let templates: string;
let name: string;

const backUp = (...more: string[]) =>
  vmm(installation, ['backup', target, '--passphrase-file', passphraseFile, ...more], {
    env: { SMTP_HOST: 'mail.lycee.example', SMTP_PASSWORD: MAIL_PASSWORD, VMM_TEMPLATES_DIR: templates },
  });
const restore = (folder: string, onto = other, env: Record<string, string> = {}) =>
  vmm(onto, ['restore', folder, '--passphrase-file', passphraseFile], { env });
/** A copy of the backup for a test to harm. */
async function copied(): Promise<string> {
  const copy = join(installation.folder, 'copy');
  await rm(copy, { recursive: true, force: true });
  await cp(join(target, name), copy, { recursive: true });
  return copy;
}

beforeAll(async () => {
  [installation, other] = [await Installation.make(), await Installation.make()];
  target = join(installation.folder, 'backups');
  passphraseFile = join(installation.folder, 'passphrase');
  await writeFile(passphraseFile, `${PASSPHRASE}\n`);
  templates = join(installation.folder, 'templates');
  await mkdir(join(templates, 'web'), { recursive: true });
  await writeFile(join(templates, 'web/packages'), 'nginx-light\n');
  const api = await installation.start();
  const alice = await signIn(api, 'alice');
  vm = await alice.created('gardee', { vcpus: 1, memoryMiB: 512, diskGiB: 10 });
  await alice.send('POST', '/api/tokens', { name: 'script', scope: 'read' });
});
afterAll(() => Promise.all([installation.dispose(), other.dispose()]));

describe('npm run vmm -- backup', () => {
  it('says what it lacks', async () => {
    const missing = await backUp();
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.said).toContain(`There is no folder ${target}`);
    await mkdir(target);
    expect((await vmm(installation, ['backup', target])).said).toContain('No passphrase');
    expect((await vmm(installation, ['backup', target], { typed: 'court\n' })).said).toContain(
      '12 characters',
    );
    expect((await vmm(installation, ['backup'])).code).toBe(64);
    expect((await vmm(installation, ['backup', target, '--passphrase', PASSPHRASE])).code).toBe(64);
    expect(await readdir(target)).toEqual([]);
  });

  it('copies everything beside the portal that runs, and reads it back', async () => {
    const { code, said, stderr } = await backUp();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(said).toMatch(/Read back: \d+ files are as they were written/);
    [name = ''] = await readdir(target);
    expect(said).toContain(join(target, name));
    expect(
      await askDatabase(
        installation.dataDir,
        `SELECT details->>'backup' AS backup FROM audit_log WHERE action = 'platform.backup'`,
      ),
    ).toEqual([{ backup: name }]);
  });

  it('has no secret in clear', async () => {
    const files = (await readdir(join(target, name), { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    );
    const texts = await Promise.all(
      files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    );
    const secrets = [
      MAIL_PASSWORD,
      PASSPHRASE,
      (await readFile(join(installation.dataDir, 'secret.key'), 'utf8')).trim(),
    ];
    for (const secret of secrets) expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    expect(texts.some((text) => text.includes("SMTP_HOST='mail.lycee.example'"))).toBe(true);
    expect(texts.some((text) => text.includes('alice'))).toBe(false);
  });
});

/** A small disk, in a namespace where everybody may mount: a backup, then no room left, then another backup. */
const FULL_DISK = `set -eu
disk=$1
shift
mount -t tmpfs -o size=16m tmpfs "$disk"
"$@" >/dev/null
sums() { find "$disk" -type f -path '*vm-manager-*' -exec sha256sum {} + | sort; }
before=$(sums)
[ -n "$before" ]
dd if=/dev/zero of="$disk/filler" bs=64K 2>/dev/null || true
truncate --size=-64K "$disk/filler"
status=0
"$@" || status=$?
[ "$(sums)" = "$before" ]
ls -A "$disk"
exit "$status"`;

describe('npm run vmm -- backup, on a disk that is full', () => {
  it('fails in words, and leaves the backup before as it was and nothing of its own', async () => {
    const disk = join(installation.folder, 'disk');
    await mkdir(disk, { recursive: true });
    const through = ['unshare', '--map-root-user', '--mount', 'bash', '-c', FULL_DISK, 'bash', disk];
    const args = ['backup', disk, '--passphrase-file', passphraseFile, '--machines'];
    const { code, said, stderr } = await vmm(installation, args, { through });
    expect({ code, said, stderr }).toMatchObject({
      code: 1,
      said: expect.stringContaining('The disk is full'),
    });
    expect(said.trim().split('\n').slice(-2)).toEqual(['filler', expect.stringMatching(/^vm-manager-.*Z$/)]);
  });
});

describe('npm run vmm -- restore', () => {
  it('says which file is harmed, and touches nothing', async () => {
    const users = 'database/users.copy.gz.sealed';
    let copy = await copied();
    await truncate(join(copy, users), 100);
    expect((await restore(copy)).said).toContain(`${users} is cut off`);
    copy = await copied();
    const bytes = await readFile(join(copy, users));
    bytes[60]! ^= 1;
    await writeFile(join(copy, users), bytes);
    expect((await restore(copy)).said).toContain(`${users} is damaged`);
    copy = await copied();
    await rm(join(copy, 'student_vms.tar.gz.sealed'));
    expect((await restore(copy)).said).toContain('student_vms.tar.gz.sealed is missing');
    copy = await copied();
    await appendFile(join(copy, 'manifest.json'), ' ');
    expect((await restore(copy)).said).toContain('manifest.json is damaged');
    const wrong = await vmm(other, ['restore', join(target, name)], { typed: 'une autre phrase secrète\n' });
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.said).toContain('The passphrase is not the one of this backup');
    expect((await restore(target)).said).toContain('is no complete backup');
    expect(await readdir(other.dataDir)).toEqual([]);
  });

  it('refuses an installation that is in use', async () => {
    expect((await restore(join(target, name), installation)).said).toContain(
      'The portal runs on this database',
    );
    await installation.processes[0]!.interrupt();
    expect((await restore(join(target, name), installation)).said).toContain('somebody has signed in');
  });

  it('brings people, machines’ records, folders and the key back, onto one that was started and never used', async () => {
    const fresh = await other.start();
    await fresh.interrupt();
    const own = join(other.folder, 'own-templates');
    await mkdir(own);
    expect(await restore(join(target, name), other, { VMM_TEMPLATES_DIR: own })).toMatchObject({ code: 0 });
    expect(await readFile(join(own, 'web/packages'), 'utf8')).toBe('nginx-light\n');
    const key = (of: Installation) => readFile(join(of.dataDir, 'secret.key'), 'utf8');
    expect(await key(other)).toBe(await key(installation));
    expect(await other.vmFolders()).toEqual(await installation.vmFolders());
    expect(await readFile(join(other.dataDir, 'restored.env'), 'utf8')).toContain(
      `SMTP_PASSWORD='${MAIL_PASSWORD}'`,
    );
    // The machines themselves are not in it: the host is the one that has them.
    await cp(join(installation.dataDir, 'fake-host'), join(other.dataDir, 'fake-host'), { recursive: true });
    const api = await other.start();
    const alice = await signIn(api, 'alice');
    expect(await json(await alice.get(`/api/vms/${vm.id}`), 200)).toMatchObject({
      name: 'gardee',
      state: 'running',
    });
    expect(z.array(AccessToken).parse(await json(await alice.get('/api/tokens'), 200))).toHaveLength(1);
    // Numbers go on where they were, and what counts on them works.
    await alice.created('nouvelle', { vcpus: 1, memoryMiB: 512, diskGiB: 10 });
    const ids = 'SELECT id FROM installation';
    expect(await askDatabase(other.dataDir, ids)).toHaveLength(1);
    const [from, to] = await Promise.all([
      askDatabase(other.dataDir, `SELECT count(*)::int AS n FROM sessions WHERE name IS NULL`),
      askDatabase(
        other.dataDir,
        `SELECT count(*)::int AS n FROM audit_log WHERE action IN ('platform.backup', 'platform.restore')`,
      ),
    ]);
    expect([from, to]).toEqual([[{ n: 1 }], [{ n: 1 }]]);
  });
});

describe('between an embedded database and one of the school’s', () => {
  it('goes there and back: the school’s account there owns its database and is no superuser', async () => {
    const server = await postmasterOf(other.dataDir);
    await withDatabase(other.dataDir, async (client) => {
      await client.query('CREATE ROLE school LOGIN');
      await client.query('CREATE DATABASE school OWNER school');
    });
    const [outside, inside] = [await Installation.make(), await Installation.make()];
    try {
      const url = `postgres://school@localhost:${server?.port}/school?host=${server?.socketDir}`;
      const there = await restore(join(target, name), outside, { DATABASE_URL: url });
      expect(there).toMatchObject({ code: 0 });
      const folder = join(outside.folder, 'backups');
      await mkdir(folder);
      const copy = await vmm(outside, ['backup', folder, '--passphrase-file', passphraseFile], {
        env: { DATABASE_URL: url },
      });
      expect(copy).toMatchObject({ code: 0 });
      const [backup = ''] = await readdir(folder);
      expect(await restore(join(folder, backup), inside)).toMatchObject({ code: 0 });
      const alice = await signIn(await inside.start(), 'alice');
      expect(await json(await alice.get(`/api/vms/${vm.id}`), 200)).toMatchObject({ name: 'gardee' });
      expect(z.array(AccessToken).parse(await json(await alice.get('/api/tokens'), 200))).toHaveLength(1);
    } finally {
      await Promise.all([outside.dispose(), inside.dispose()]);
    }
  });
});

describe('with --machines', () => {
  const machines = () =>
    vmm(other, ['backup', target, '--machines', '--passphrase-file', passphraseFile], {
      env: { VMM_TEMPLATES_DIR: templates },
    });
  let alice: Visitor;
  let newest: string;

  beforeAll(async () => {
    alice = await signIn(other.processes.at(-1)!, 'alice');
    // Backups of one second would have one name.
    await rm(join(target, name), { recursive: true });
  });

  it('copies the disks of machines, then only what has changed', async () => {
    const first = await machines();
    expect(first).toMatchObject({ code: 0 });
    expect(first.said).toMatch(/Machine 1 of 2, gardee: whole/);
    expect(first.said).toMatch(/Machine 2 of 2, nouvelle: whole/);
    const off = (await json(await alice.get('/api/vms'), 200)) as Vm[];
    const { id } = off.find((one) => one.name === 'nouvelle')!;
    await json(await alice.send('POST', `/api/vms/${id}/shutdown`), 202);
    await alice.reached(id, 'stopped');
    const second = await machines();
    expect(second.said).toMatch(/gardee: changes/);
    expect(second.said).toMatch(/nouvelle: whole/);
    const third = await machines();
    expect(third.said).toMatch(/gardee: changes/);
    expect(third.said).toMatch(/nouvelle: unchanged/);
    newest = join(target, (await readdir(target)).sort().at(-1)!);
    expect(
      (await readdir(join(newest, 'machines', vm.id))).filter((file) => file.endsWith('.qcow2')),
    ).toHaveLength(3);
  });

  it('goes on where it was cut off', async () => {
    const cutOff = join(target, `${basename(newest).slice(0, 20)}2026-01-01T00-00-00Z.part`);
    await cp(newest, cutOff, { recursive: true });
    await rm(join(cutOff, 'manifest.json'));
    await rm(newest, { recursive: true });
    const { code, said } = await machines();
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/gardee: unchanged/) });
    newest = join(target, (await readdir(target)).sort().at(-1)!);
    expect(await readdir(target)).not.toContain(basename(cutOff));
  });

  it('gives one back as a new machine of its owner, who may start it', async () => {
    const back = () => vmm(other, ['restore', newest, '--vm', vm.id, '--passphrase-file', passphraseFile]);
    expect(await back()).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Back as gardee-\d{4}-\d\d-\d\d, switched off/),
    });
    const [found] = ((await json(await alice.get('/api/vms'), 200)) as Vm[]).filter((one) =>
      one.name.startsWith('gardee-'),
    );
    expect(found).toMatchObject({ state: 'stopped', vcpus: 1, memoryMiB: 512, diskGiB: 10 });
    await json(await alice.send('POST', `/api/vms/${found!.id}/start`), 202);
    await alice.reached(found!.id, 'running');
    const admin = await signIn(other.processes.at(-1)!, 'admin');
    await json(await admin.send('PUT', `/api/users/${alice.user!.id}/quota`, { vms: 1 }), 200);
    const before = await other.vmFolders();
    expect(await back()).toMatchObject({ code: 1, said: expect.stringContaining('no room for it') });
    expect(await other.vmFolders()).toEqual(before);
    const unknown = await vmm(other, [
      'restore',
      newest,
      '--vm',
      alice.user!.id,
      '--passphrase-file',
      passphraseFile,
    ]);
    expect(unknown.said).toContain('The backup has no machine');
  });

  it('brings all of them back, switched off, onto an empty installation', async () => {
    const third = await Installation.make();
    try {
      const { code, said } = await restore(newest, third);
      expect({ code, said }).toMatchObject({ code: 0 });
      expect(said).toMatch(/Machine \d of 2, gardee: back, switched off/);
      // Nobody has said here where they belong.
      const own = join(third.dataDir, 'restored-vm-templates');
      expect(said).toContain(`Your templates: ${own}`);
      expect(await readFile(join(own, 'web/packages'), 'utf8')).toBe('nginx-light\n');
      const { domains, disks } = await third.host.inventory();
      expect(domains).toContain(vm.id);
      expect(disks).toHaveLength(2);
      const stranger = ['restore', newest, '--vm', vm.id, '--passphrase-file', passphraseFile];
      await withDatabase(other.dataDir, (client) =>
        client.query('UPDATE installation SET id = gen_random_uuid()'),
      );
      expect((await vmm(other, stranger)).said).toContain('another installation');
    } finally {
      await third.dispose();
    }
  });
});
