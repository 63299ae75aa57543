import { expect, test } from '@playwright/test';
import type { Job, Quota, ResourceRequest, Vm } from '@vm-manager/contracts';
import { Client, until } from '../support/client.js';
import { askDatabase } from '../support/database.js';
import { folderOf, inGuest } from '../support/guest.js';
import { leftOnHost, marksOf } from '../support/host.js';
import { Portal } from '../support/portal.js';

const MINUTES = 60_000;
const WEEK = 7 * 24 * 60 * MINUTES;
const GIB = 2 ** 30;
const password = 'un mot de passe';

let portal: Portal;
let alice: Client;
let prof: Client;
let vm: Vm;
let request: ResourceRequest;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  portal = await Portal.openReal();
  [alice, prof] = await Promise.all([Client.signedIn(portal, 'alice'), Client.signedIn(portal, 'prof')]);
  // The smallest one: one processor, 512 MiB, 10 GiB.
  const wish = { name: 'petite', username: 'eleve', password, rootPassword: password };
  const { id } = await alice.create(wish);
  expect(await alice.finished(id, 15 * MINUTES)).toMatchObject({ state: 'succeeded' });
  vm = await now(id);
});

test.afterAll(async () => {
  const admin = await Client.signedIn(portal, 'admin');
  await Promise.all((await admin.list()).map(({ id }) => admin.remove(id, 3 * MINUTES)));
  const marks = await marksOf(portal);
  await portal.close();
  expect(await leftOnHost(marks)).toEqual([]);
});

test('what a teacher approves, less than was asked for, is in the guest while it runs', async () => {
  await expectGuest({ name: 'petite', vcpus: 1, memoryMiB: 512, diskGiB: 10 });
  const booted = await bootId();
  const { id } = await post<ResourceRequest>(alice, 'requests', {
    vmId: vm.id,
    want: { vcpus: 3, memoryMiB: 1536, diskGiB: 14 },
    until: new Date(Date.now() + WEEK).toISOString(),
    reason: 'Pour le TP de base de données.',
  });
  const grant = { vcpus: 2, memoryMiB: 1024, diskGiB: 14 };
  request = await post(prof, `requests/${id}/approve`, { grant });
  expect(request).toMatchObject({ state: 'approved', grant, takesEffect: 'now', stays: ['diskGiB'] });
  expect(await alice.finished(vm.id, 2 * MINUTES)).toMatchObject({ kind: 'update', state: 'succeeded' });
  expect(await now()).toMatchObject({ ...grant, atNextStart: null });
  expect(await show()).toMatchObject({ takesEffect: 'now' });
  await expectGuest({ name: 'petite', ...grant });
  // More of both than there was at first; what lies in shared memory is memory.
  await ask('sudo mount -o remount,size=800M /dev/shm');
  const fill = 'fallocate -l 700M /dev/shm/much && fallocate -l 11G much';
  const sizes = await ask(`${fill} && stat -c %s /dev/shm/much much && rm /dev/shm/much much`);
  expect(sizes.split('\n').map(Number)).toEqual([700 * 2 ** 20, 11 * GIB]);
  expect(await bootId()).toBe(booted);
});

test('at the end date it is taken back with the next stop, not from a machine that runs, and the disk stays', async () => {
  const booted = await bootId();
  // Time in a process of its own is not ours to move: the date is.
  const text = "UPDATE resource_requests SET granted_until = now() - interval '1 second' WHERE id = $1";
  await askDatabase(portal, text, [request.id]);
  const waits = async () => (await now()).atNextStart;
  expect(await until(waits, 2 * MINUTES, 'the end date')).toEqual({ vcpus: 1, memoryMiB: 512 });
  expect(await alice.finished(vm.id, 2 * MINUTES)).toMatchObject({ kind: 'update', state: 'succeeded' });
  expect(await show()).toMatchObject({ state: 'expired' });
  expect(await now()).toMatchObject({ state: 'running', vcpus: 2, memoryMiB: 1024, diskGiB: 14 });
  await expectGuest({ name: 'petite', vcpus: 2, memoryMiB: 1024, diskGiB: 14 });
  expect(await bootId()).toBe(booted);

  await act('shutdown');
  expect(await now()).toMatchObject({ vcpus: 1, memoryMiB: 512, diskGiB: 14, atNextStart: null });
  await act('start');
  await expectGuest({ name: 'petite', vcpus: 1, memoryMiB: 512, diskGiB: 14 });
  // The grant has gone with it; what the disk has more stays on top of the quota.
  const back = async () => {
    const { effective } = (await (await alice.http.get('/api/quota')).json()) as Quota;
    return effective.memoryMiB === 12_288 ? effective : null;
  };
  expect(await until(back, 2 * MINUTES, 'the quota')).toMatchObject({ vcpus: 8, diskGiB: 124 });
});

test('what its owner changes is in the guest at once, after a reboot, and after it was suspended', async () => {
  const size = { vcpus: 3, memoryMiB: 1152 };
  const booted = await bootId();
  await change({ name: 'grande', ...size });
  expect(await now()).toMatchObject({ name: 'grande', ...size, atNextStart: null });
  await expectGuest({ name: 'grande', ...size, diskGiB: 14 });
  await act('suspend');
  await act('resume');
  await expectGuest({ name: 'grande', ...size, diskGiB: 14 });
  expect(await bootId()).toBe(booted);
  await act('reboot');
  await expectGuest({ name: 'grande', ...size, diskGiB: 14 });
  expect(await bootId()).not.toBe(booted);
});

test('what is changed while it is off is there when it starts', async () => {
  const size = { vcpus: 2, memoryMiB: 700, diskGiB: 16 };
  await act('force-off');
  await change({ name: 'reposee', ...size });
  await act('start');
  await expectGuest({ name: 'reposee', ...size });
});

async function now(id = vm.id): Promise<Vm> {
  const known = await alice.vm(id);
  if (!known) throw new Error('The machine is gone.');
  return known;
}

async function show(): Promise<ResourceRequest> {
  return (await (await alice.http.get(`/api/requests/${request.id}`)).json()) as ResourceRequest;
}

async function post<T>(who: Client, path: string, data: object = {}): Promise<T> {
  const answer = await who.http.post(`/api/${path}`, { data });
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function change(data: object): Promise<Job> {
  const answer = await alice.http.patch(`/api/vms/${vm.id}`, { data });
  expect(answer.status(), await answer.text()).toBe(202);
  const job = await alice.finished(vm.id, 2 * MINUTES);
  expect(job).toMatchObject({ kind: 'update', state: 'succeeded' });
  return job;
}

async function act(action: string): Promise<void> {
  await post(alice, `vms/${vm.id}/${action}`);
  expect(await alice.finished(vm.id, 5 * MINUTES)).toMatchObject({ kind: action, state: 'succeeded' });
}

/** What the guest itself says. */
async function ask(command: string): Promise<string> {
  const { ipAddress } = await now();
  return inGuest(await folderOf(portal.studentVms, vm.id), ipAddress ?? '', command);
}

/** Another one after each boot. */
const bootId = () => ask('cat /proc/sys/kernel/random/boot_id');

/** While it boots nobody answers; a processor that was plugged in is used a moment later. */
async function expectGuest(expected: { name: string; vcpus: number; memoryMiB: number; diskGiB: number }) {
  await expect(async () => {
    const text = await ask(
      "hostname; nproc; free -m | awk '/^Mem/ { print $2 }'; df -B1 --output=size / | tail -n 1",
    );
    const [name, ...numbers] = text.split('\n');
    const [vcpus = 0, memoryMiB = 0, bytes = 0] = numbers.map(Number);
    const diskGiB = bytes / GIB;
    console.log(`${name}: ${vcpus} vCPU, ${memoryMiB} MiB, ${diskGiB.toFixed(2)} GiB`);
    expect({ name, vcpus }).toEqual({ name: expected.name, vcpus: expected.vcpus });
    // The kernel keeps a part of the memory for itself, ext4 a part of the disk.
    expect(memoryMiB).toBeGreaterThan(expected.memoryMiB - 64);
    expect(memoryMiB).toBeLessThanOrEqual(expected.memoryMiB);
    expect(diskGiB).toBeGreaterThan(0.95 * expected.diskGiB);
    expect(diskGiB).toBeLessThanOrEqual(expected.diskGiB);
  }).toPass({ timeout: 4 * MINUTES });
}
