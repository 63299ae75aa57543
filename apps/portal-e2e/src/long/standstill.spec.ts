import { expect, test } from '@playwright/test';
import type { Job, Vm } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, until } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { leftOnHost, marksOf } from '../support/host.js';
import { Portal } from '../support/portal.js';

const MINUTES = 60_000;
const password = 'un mot de passe';
const execute = promisify(execFile);
const virsh = (...args: string[]) => execute('virsh', ['-c', 'qemu:///system', ...args]);

let pool: { name: string; folder: string };
let portal: Portal;
let alice: Client;
let vm: Vm;

test.describe.configure({ mode: 'serial' });

/** Machines in a pool of their own, in memory, so that it can be filled. */
test.beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-pool-'));
  pool = { name: `vmm-e2e-${process.pid}`, folder };
  await execute('mount', ['-t', 'tmpfs', '-o', 'size=8g,mode=0711', 'tmpfs', folder]);
  await virsh('pool-create-as', pool.name, 'dir', '--target', folder);
  portal = await Portal.openReal({ VMM_STORAGE_POOL: pool.name });
  alice = await Client.signedIn(portal, 'alice');
  const { id } = await alice.create({ name: 'figee', username: 'eleve', password, rootPassword: password });
  expect(await alice.finished(id, 15 * MINUTES)).toMatchObject({ state: 'succeeded' });
  vm = await now(id);
});

test.afterAll(async () => {
  const admin = await Client.signedIn(portal, 'admin');
  await Promise.all((await admin.list()).map(({ id }) => admin.remove(id, 3 * MINUTES)));
  const marks = await marksOf(portal);
  await portal.close();
  await virsh('pool-destroy', pool.name);
  await execute('umount', [pool.folder]);
  await rm(pool.folder, { recursive: true });
  expect(await leftOnHost(marks)).toEqual([]);
});

test('a guest goes on with the right time, whoever let it stand still', async () => {
  await ask('sudo date --set "-1 hour"');
  expect(Math.abs(await secondsBehind())).toBeGreaterThan(3000);
  await act('suspend');
  await act('resume');
  expect(Math.abs(await secondsBehind())).toBeLessThan(10);

  await ask('sudo date --set "-1 hour"');
  await virsh('suspend', domain());
  expect(await standing('machine-paused')).toMatchObject({ state: 'suspended' });
  await virsh('resume', domain());
  await expect(async () => expect(Math.abs(await secondsBehind())).toBeLessThan(10)).toPass({
    timeout: 2 * MINUTES,
  });
});

const domain = () => `vmm-${vm.id}`;

async function now(id = vm.id): Promise<Vm> {
  const known = await alice.vm(id);
  if (!known) throw new Error('The machine is gone.');
  return known;
}

function standing(code: string): Promise<Vm> {
  const seen = async () => {
    const known = await now();
    return known.problem?.type === `/problems/${code}` ? known : null;
  };
  return until(seen, 2 * MINUTES, code);
}

async function act(action: string): Promise<Job> {
  const answer = await alice.http.post(`/api/vms/${vm.id}/${action}`, { data: {} });
  expect(answer.status(), await answer.text()).toBe(202);
  const job = await alice.finished(vm.id, 5 * MINUTES);
  expect(job).toMatchObject({ kind: action, state: 'succeeded' });
  return job;
}

/** What the guest itself says. */
async function ask(command: string): Promise<string> {
  const { ipAddress } = await now();
  return inGuest(await folderOf(portal.studentVms, vm.id), ipAddress ?? '', command);
}

const secondsBehind = async () => Date.now() / 1000 - Number(await ask('date +%s.%3N'));
