import { expect, test } from '@playwright/test';
import type { Vm } from '@vm-manager/contracts';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, until } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { leftOnHost, marksOf, tracesOf, isBoxImage } from '../support/host.js';
import { Portal } from '../support/portal.js';

const MINUTES = 60_000;
const password = 'un mot de passe';
const FILE = '/home/eleve/travail';

let portal: Portal;
let kept: string;
let passphraseFile: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  kept = await mkdtemp(join(tmpdir(), 'vmm-backup-'));
  passphraseFile = join(kept, 'passphrase');
  await writeFile(passphraseFile, 'une phrase que personne ne devine\n');
  await chmod(passphraseFile, 0o600);
  await mkdir(join(kept, 'backups'));
  portal = await Portal.openReal();
});
test.afterAll(async () => {
  const admin = await Client.signedIn(portal, 'admin');
  for (const { id } of await admin.list()) await admin.remove(id, 3 * MINUTES);
  const marks = await marksOf(portal);
  await portal.close();
  await rm(kept, { recursive: true });
  expect(await leftOnHost(marks)).toEqual([]);
});

test('a running machine is backed up, everything is wiped, and it boots with its file on another data folder', async () => {
  let alice = await Client.signedIn(portal, 'alice');
  const { id } = await alice.create({
    name: 'precieuse',
    username: 'eleve',
    password,
    rootPassword: password,
  });
  expect(await alice.finished(id, 15 * MINUTES)).toMatchObject({ state: 'succeeded' });
  await ask(alice, id, `echo premier | sudo tee ${FILE} && sync`);
  const booted = await ask(alice, id, 'cat /proc/sys/kernel/random/boot_id');
  await backUp(/precieuse: whole/);
  await ask(alice, id, `echo second | sudo tee -a ${FILE} && sync`);
  await backUp(/precieuse: (whole|changes)/);
  // It was never stopped.
  expect(await ask(alice, id, 'cat /proc/sys/kernel/random/boot_id')).toBe(booted);

  const marks = await marksOf(portal);
  await alice.remove(id, 3 * MINUTES);
  await portal.close();
  expect((await tracesOf(marks)).filter((name) => !isBoxImage(name))).toEqual([]);

  portal = await Portal.openReal();
  await portal.stop();
  const said = await portal.command('restore', await newest(), '--passphrase-file', passphraseFile);
  expect(said).toContain('Machine 1 of 1, precieuse: back, switched off.');
  await portal.start();
  alice = await Client.signedIn(portal, 'alice');
  await reached(alice, id, 'stopped');
  expect((await alice.http.post(`/api/vms/${id}/start`)).status()).toBe(202);
  await reached(alice, id, 'running');
  expect(await ask(alice, id, `sudo cat ${FILE}`)).toBe('premier\nsecond');

  // Its disk keeps marks now: what changes is all that is copied, and comes back over what was there before.
  await backUp(/precieuse: whole/);
  await ask(alice, id, `echo troisième | sudo tee -a ${FILE} && sync`);
  await backUp(/precieuse: changes/);
  await ask(alice, id, `sudo rm ${FILE} && sync`);
  const back = await portal.command(
    'restore',
    await newest(),
    '--vm',
    id,
    '--passphrase-file',
    passphraseFile,
  );
  expect(back).toMatch(/Back as precieuse-\d{4}-\d\d-\d\d, switched off\./);
  const copy = (await alice.list()).find(({ name }) => name.startsWith('precieuse-'))!;
  expect((await alice.http.post(`/api/vms/${copy.id}/start`)).status()).toBe(202);
  await reached(alice, copy.id, 'running');
  expect(await ask(alice, copy.id, `sudo cat ${FILE}`)).toBe('premier\nsecond\ntroisième');
});

async function backUp(expected: RegExp): Promise<void> {
  const folder = join(kept, 'backups');
  expect(await portal.command('backup', folder, '--machines', '--passphrase-file', passphraseFile)).toMatch(
    expected,
  );
}

const newest = async () => join(kept, 'backups', (await readdir(join(kept, 'backups'))).sort().at(-1)!);

const reached = (person: Client, id: string, state: Vm['state']) =>
  until(
    async () => ((await person.vm(id))?.state === state ? true : null),
    5 * MINUTES,
    `${id} to be ${state}`,
  );

async function ask(person: Client, id: string, command: string): Promise<string> {
  const folder = await folderOf(portal.studentVms, id);
  return until(
    async () => {
      const address = (await person.vm(id))?.ipAddress;
      // A guest that boots answers later.
      return address ? await inGuest(folder, address, command).catch(() => null) : null;
    },
    5 * MINUTES,
    command,
  );
}
