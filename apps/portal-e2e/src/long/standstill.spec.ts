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

test('a guest that puts itself to sleep can be woken, reset and forced off', async () => {
  // The box has no such thing any more; older ones do, and root always can.
  expect(await ask('sudo systemctl suspend >/dev/null 2>&1 || echo refused')).toBe('refused');
  for (const action of ['resume', 'reset', 'force-off']) {
    const booted = await bootId();
    await ask('sudo sh -c "(sleep 1; echo mem > /sys/power/state) >/dev/null 2>&1 &"');
    const asleep = await standing('machine-asleep');
    expect(asleep.state).toBe('suspended');
    expect(asleep.allowedActions).toEqual(expect.arrayContaining(['resume', 'reset', 'force-off', 'delete']));
    await act(action);
    if (action === 'force-off') break;
    expect(await bootIdAfterwards()).toEqual(
      action === 'resume' ? booted : expect.not.stringMatching(booted),
    );
  }
  expect(await now()).toMatchObject({ state: 'stopped', problem: null });
  await act('start');
  await bootIdAfterwards();
});

test('what is shown as its address is that of its own card', async () => {
  const { ipAddress } = await now();
  const docker = 'sudo ip link add docker0 type bridge && sudo ip address add 172.17.0.1/16 dev docker0';
  await ask(`${docker} && sudo ip link set docker0 up`);
  await virsh('suspend', domain());
  await standing('machine-paused');
  await virsh('resume', domain());
  await until(async () => ((await now()).state === 'running' ? true : null), MINUTES, 'running');
  expect((await now()).ipAddress).toBe(ipAddress);
});

test('an account that was renamed in the guest is named in the reason', async () => {
  await ask('sudo usermod --login autre eleve');
  const answer = await alice.http.post(`/api/vms/${vm.id}/passwords`, {
    data: { account: 'eleve', password: 'un nouveau mot' },
  });
  expect(answer.status()).toBe(202);
  const job = await alice.finished(vm.id, 2 * MINUTES);
  expect(job).toMatchObject({ state: 'failed', problem: { type: '/problems/account-missing' } });
  expect(job.problem?.detail).toContain('eleve');
});

test('a disk whose file system cannot follow says so', async () => {
  // Another partition takes the first part of what is new.
  await virsh('blockresize', domain(), 'vda', `${vm.diskGiB + 1}G`);
  await ask(
    `echo size=100M | sudo sfdisk --quiet --append --no-reread --force /dev/vda && sudo partx --update /dev/vda`,
  );
  const answer = await alice.http.patch(`/api/vms/${vm.id}`, { data: { diskGiB: vm.diskGiB + 2 } });
  expect(answer.status()).toBe(202);
  expect(await alice.finished(vm.id, 2 * MINUTES)).toMatchObject({
    state: 'failed',
    problem: { type: '/problems/disk-not-grown' },
  });
});

test('a host without room stops a guest, says so, and lets it go on when there is some', async () => {
  const booted = await bootId();
  const { stdout } = await execute('df', ['-B1M', '--output=used', pool.folder]);
  const used = Number(stdout.split('\n')[1]);
  await execute('mount', ['-o', `remount,size=${used + 64}m`, pool.folder]);
  await ask('(sudo dd if=/dev/urandom of=/var/much bs=1M count=200 >/dev/null 2>&1; sync) >/dev/null 2>&1 &');
  const stalled = await standing('machine-stalled');
  expect(stalled).toMatchObject({ state: 'running' });
  const quota = (await (await alice.http.get('/api/quota')).json()) as {
    usage: { runningMemoryMiB: number };
  };
  expect(quota.usage.runningMemoryMiB).toBe(vm.memoryMiB);
  await execute('mount', ['-o', 'remount,size=8g', pool.folder]);
  await act('resume');
  expect(await now()).toMatchObject({ state: 'running', problem: null });
  expect(await bootIdAfterwards()).toBe(booted);
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

/** Another one after each boot. */
const bootId = () => ask('cat /proc/sys/kernel/random/boot_id');

async function bootIdAfterwards(): Promise<string> {
  let id = '';
  await expect(async () => {
    id = await bootId();
  }).toPass({ timeout: 4 * MINUTES });
  return id;
}
