import { expect, test } from '@playwright/test';
import type { ConsoleTicket, Vm } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { chmod, copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { leftOnHost, marksOf } from '../support/host.js';
import { Portal } from '../support/portal.js';
import { screenName } from '../support/rfb.js';
import { opensWithKey, opensWithPassword } from '../support/ssh.js';

const execute = promisify(execFile);
const MINUTES = 60_000;

const hostile = '\'"$(touch /tmp/x)`id`#{1}%s\\n é€🐧;|&<>*~';
const longest = '🐧'.repeat(127);

let portal: Portal;
let alice: Client;
let bob: Client;
let aliceWeb1: Vm;
let aliceWeb2: Vm;
let bobWeb1: Vm;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  portal = await Portal.openReal();
  alice = await Client.signedIn(portal, 'alice');
  bob = await Client.signedIn(portal, 'bob');
  const wish = { username: 'eleve', rootPassword: longest };
  const [first, other, second] = await Promise.all([
    alice.create({ ...wish, name: 'web1', password: hostile }),
    bob.create({ ...wish, name: 'web1', password: longest }),
    alice.create({ ...wish, name: 'web2', password: 'simple enough' }),
  ]);
  const jobs = await Promise.all([
    alice.finished(first.id, 15 * MINUTES),
    bob.finished(other.id, 15 * MINUTES),
    alice.finished(second.id, 15 * MINUTES),
  ]);
  expect(jobs.map(({ state, problem }) => problem ?? state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  [aliceWeb1, bobWeb1, aliceWeb2] = await Promise.all([
    known(alice, first),
    known(bob, other),
    known(alice, second),
  ]);
});

test.afterAll(async () => {
  const admin = await Client.signedIn(portal, 'admin');
  await Promise.all((await admin.list()).map(({ id }) => admin.remove(id, 2 * MINUTES)));
  const marks = await marksOf(portal);
  await portal.close();
  expect(await leftOnHost(marks)).toEqual([]);
});

test('two students have a web1 each, and each console reaches its own', async () => {
  expect(await nameOnScreen(alice, aliceWeb1)).toContain(aliceWeb1.id);
  expect(await nameOnScreen(bob, bobWeb1)).toContain(bobWeb1.id);
  expect((await alice.http.post(`/api/vms/${bobWeb1.id}/console`, { data: {} })).status()).toBe(404);
});

test('no two machines share host keys or machine-id', async () => {
  const identities = await Promise.all(
    [aliceWeb1, aliceWeb2, bobWeb1].map((vm) => ask(vm, 'cat /etc/machine-id /etc/ssh/ssh_host_*_key.pub')),
  );
  const lines = identities.flatMap((text) =>
    text.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')),
  );
  expect(lines.length).toBeGreaterThanOrEqual(6);
  expect(new Set(lines).size).toBe(lines.length);
});

test('the passwords chosen are the passwords, to the letter', async () => {
  expect(await opensWithPassword(aliceWeb1.ipAddress ?? '', 'eleve', hostile)).toBe(true);
  expect(await opensWithPassword(aliceWeb1.ipAddress ?? '', 'eleve', hostile.slice(1))).toBe(false);
  expect(await opensWithPassword(bobWeb1.ipAddress ?? '', 'eleve', longest)).toBe(true);
  expect(await ask(aliceWeb1, 'ls /tmp/x 2>/dev/null || echo none')).toBe('none');
});

test('what all boxes share opens no machine, from the host and from a neighbour', async () => {
  const { stdout } = await execute('find', ['/usr/share', '-path', '*vagrant*/keys/vagrant', '-type', 'f']);
  const key = join(portal.folder, 'insecure');
  await copyFile(stdout.split('\n')[0] ?? '', key);
  await chmod(key, 0o600);
  const address = aliceWeb1.ipAddress ?? '';
  for (const account of ['vagrant', 'vmm', 'root', 'eleve']) {
    expect(await opensWithKey(address, account, key), account).toBe(false);
    expect(await opensWithPassword(address, account, 'vagrant'), account).toBe(false);
  }
  const encoded = (await readFile(key)).toString('base64');
  const attempt =
    `umask 077; echo ${encoded} | base64 -d > insecure; ` +
    `ssh -i insecure -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=no vmm@${address} true 2>&1 || true`;
  expect(await ask(aliceWeb2, attempt)).toContain('Permission denied');
});

test('machines of one owner reach each other, those of two owners do not', async () => {
  const reach = (from: Vm, to: Vm) =>
    ask(from, `timeout 8 bash -c '</dev/tcp/${to.ipAddress}/22' 2>/dev/null && echo yes || echo no`);
  expect(await reach(aliceWeb2, aliceWeb1)).toBe('yes');
  expect(await reach(aliceWeb1, aliceWeb2)).toBe('yes');
  expect(await reach(bobWeb1, aliceWeb1)).toBe('no');
  expect(await reach(aliceWeb1, bobWeb1)).toBe('no');
});

test('neither folder nor domain shows a secret', async () => {
  const folder = await folderOf(portal.studentVms, aliceWeb1.id);
  const { stdout: files } = await execute('grep', [
    '-rl',
    '-e',
    'touch /tmp/x',
    '-e',
    'simple enough',
    portal.folder,
  ]).catch(() => ({ stdout: '' }));
  expect(files).toBe('');
  const { stdout: mode } = await execute('stat', ['-c', '%a', join(folder, 'management_key')]);
  expect(mode.trim()).toBe('600');
  const { stdout: xml } = await execute('virsh', ['-c', 'qemu:///system', 'dumpxml', aliceWeb1.id]);
  expect(xml).not.toMatch(/passwd='/);
  expect(xml).not.toMatch(/keymap=|websocket=/);
  expect(xml).toContain("listen='127.0.0.1'");
});

const known = async (client: Client, { id }: Vm): Promise<Vm> => {
  const vm = await client.vm(id);
  if (!vm) throw new Error(`${id} is gone.`);
  return vm;
};

async function ask(vm: Vm, command: string): Promise<string> {
  return inGuest(await folderOf(portal.studentVms, vm.id), vm.ipAddress ?? '', command);
}

async function nameOnScreen(client: Client, vm: Vm): Promise<string> {
  const answer = await client.http.post(`/api/vms/${vm.id}/console`, { data: { mode: 'control' } });
  return screenName((await answer.json()) as ConsoleTicket);
}
