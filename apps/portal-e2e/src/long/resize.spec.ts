import { expect, test } from '@playwright/test';
import type { Job, ResourceRequest, Vm } from '@vm-manager/contracts';
import { Client, until } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { removeBoxImages, tracesOnHost } from '../support/host.js';
import { Portal } from '../support/portal.js';

const MINUTES = 60_000;
const GIB = 2 ** 30;
const password = 'un mot de passe';

let portal: Portal;
let before: string[];
let alice: Client;
let prof: Client;
let vm: Vm;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  before = await tracesOnHost();
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
  await portal.close();
  const made = (await tracesOnHost()).filter((name) => !before.includes(name));
  await removeBoxImages(made);
  expect(made.filter((name) => !name.includes('_vagrant_box_image_'))).toEqual([]);
});

async function now(id = vm.id): Promise<Vm> {
  const known = await alice.vm(id);
  if (!known) throw new Error('The machine is gone.');
  return known;
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

/** What the guest itself says; while it boots nobody answers. */
async function seenInGuest() {
  const folder = await folderOf(portal.studentVms, vm.id);
  const { ipAddress } = await now();
  const ask = () =>
    inGuest(
      folder,
      ipAddress ?? '',
      "hostname; nproc; free -m | awk '/^Mem/ { print $2 }'; df -B1 / | tail -n 1",
    ).catch(() => null);
  const text = await until(ask, 5 * MINUTES, 'the guest to answer');
  const [name, vcpus, memoryMiB, disk] = text.split('\n');
  return {
    name,
    vcpus: Number(vcpus),
    memoryMiB: Number(memoryMiB),
    diskGiB: Number(disk?.split(/\s+/)[1]) / GIB,
  };
}

/** The kernel keeps a part of the memory for itself, ext4 a part of the disk. */
async function expectGuest(name: string, vcpus: number, memoryMiB: number, diskGiB: number): Promise<void> {
  const seen = await seenInGuest();
  expect(seen).toMatchObject({ name, vcpus });
  expect(seen.memoryMiB).toBeGreaterThan(memoryMiB - 64);
  expect(seen.memoryMiB).toBeLessThanOrEqual(memoryMiB);
  expect(seen.diskGiB).toBeGreaterThan(0.95 * diskGiB);
  expect(seen.diskGiB).toBeLessThanOrEqual(diskGiB);
}

test('what a teacher approves is in the guest while it runs, and goes at the end date with the next stop', async () => {
  await expectGuest('petite', 1, 512, 10);
  const end = new Date(Date.now() + MINUTES);
  const { id } = await post<ResourceRequest>(alice, 'requests', {
    ...{ vmId: vm.id, want: { vcpus: 2, memoryMiB: 1024, diskGiB: 14 } },
    ...{ until: end.toISOString(), reason: 'Pour le TP de base de données.' },
  });
  expect(await post(prof, `requests/${id}/approve`)).toMatchObject({ state: 'approved', takesEffect: 'now' });
  expect(await alice.finished(vm.id, 2 * MINUTES)).toMatchObject({ kind: 'update', state: 'succeeded' });
  expect(await now()).toMatchObject({ vcpus: 2, memoryMiB: 1024, diskGiB: 14, atNextStart: null });
  await expectGuest('petite', 2, 1024, 14);

  const waits = async () => (await now()).atNextStart;
  expect(await until(waits, 4 * MINUTES, 'the end date')).toEqual({ vcpus: 1, memoryMiB: 512 });
  expect(Date.now()).toBeGreaterThan(end.getTime());
  // Nothing is taken from a machine that runs.
  await expectGuest('petite', 2, 1024, 14);
  await act('shutdown');
  expect(await now()).toMatchObject({ vcpus: 1, memoryMiB: 512, diskGiB: 14, atNextStart: null });
  await act('start');
  await expectGuest('petite', 1, 512, 14);
});

test('what was added is still there after the guest has rebooted, and after it was suspended', async () => {
  await change({ name: 'grande', vcpus: 3, memoryMiB: 1152 });
  await expectGuest('grande', 3, 1152, 14);
  await act('reboot');
  await expectGuest('grande', 3, 1152, 14);
  await act('suspend');
  await act('resume');
  await expectGuest('grande', 3, 1152, 14);
});

test('what is changed while it is off is there when it starts', async () => {
  await act('force-off');
  await change({ name: 'reposee', vcpus: 2, memoryMiB: 700, diskGiB: 16 });
  await act('start');
  await expectGuest('reposee', 2, 700, 16);
});
