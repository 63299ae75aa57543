import { expect, test } from '@playwright/test';
import type { Job, RestorePoint, Vm } from '@vm-manager/contracts';
import { Client } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { leftOnHost, marksOf } from '../support/host.js';
import { Portal } from '../support/portal.js';

const MINUTES = 60_000;
const password = 'un mot de passe';

let portal: Portal;
let alice: Client;
let id: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  portal = await Portal.openReal();
  alice = await Client.signedIn(portal, 'alice');
  const wish = { name: 'fragile', username: 'eleve', password, rootPassword: password };
  ({ id } = await alice.create(wish));
  expect(await alice.finished(id, 15 * MINUTES)).toMatchObject({ state: 'succeeded' });
});

test.afterAll(async () => {
  await alice.remove(id, 3 * MINUTES);
  const marks = await marksOf(portal);
  await portal.close();
  expect(await leftOnHost(marks)).toEqual([]);
});

test('a file that is removed is there again, and the machine goes on where it was', async () => {
  await ask('echo "mon travail" > travail && sync');
  const booted = await bootId();
  const made = await post('restore-points', { name: 'Avant la bêtise' }, 'make-restore-point');
  const point = (await points()).at(-1)!;
  expect(point).toMatchObject({ kind: 'own', withMemory: true, isCurrent: true });
  await ask('rm travail && sync');
  const back = await post(`restore-points/${point.id}/revert`, {}, 'revert');
  expect(await ask('cat travail')).toBe('mon travail');
  expect(await bootId()).toBe(booted);
  expect(await now()).toMatchObject({ state: 'running' });
  console.log(`made in ${secondsOf(made)} s (${point.sizeMiB} MiB), back in ${secondsOf(back)} s`);
});

test('what its disk has grown by since goes with the files, and it can grow again', async () => {
  const point = (await points()).at(-1)!;
  const size = () => ask('df -B1 --output=size / | tail -n 1').then((text) => Number(text) / 2 ** 30);
  const before = await size();
  await grow();
  expect(await size()).toBeGreaterThan(before + 1);
  await post(`restore-points/${point.id}/revert`, {}, 'revert');
  expect(await now()).toMatchObject({ diskGiB: 10 });
  expect(await size()).toBe(before);
  await grow();
  expect(await size()).toBeGreaterThan(before + 1);
});

test('brought back to its first minute it boots, with its first host name, keys and disk', async () => {
  const [first] = await points();
  expect(first).toMatchObject({ kind: 'initial', withMemory: false });
  const booted = await bootId();
  const back = await post(`restore-points/${first!.id}/revert`, {}, 'revert');
  await expect(async () => expect(await ask('ls')).toBe('')).toPass({ timeout: 4 * MINUTES });
  expect(await bootId()).not.toBe(booted);
  expect(await ask('hostname && id -nG eleve')).toMatch(/^fragile\n.*sudo/);
  expect(await now()).toMatchObject({ state: 'running', diskGiB: 10 });
  console.log(`as new in ${secondsOf(back)} s`);
});

async function now(): Promise<Vm> {
  const known = await alice.vm(id);
  if (!known) throw new Error('The machine is gone.');
  return known;
}

const points = async () =>
  (await (await alice.http.get(`/api/vms/${id}/restore-points`)).json()) as RestorePoint[];

/** Asks for it, and waits until it has succeeded. */
async function post(path: string, data: object, kind: Job['kind']): Promise<Job> {
  const answer = await alice.http.post(`/api/vms/${id}/${path}`, { data });
  expect(answer.status(), await answer.text()).toBe(202);
  return succeeded(kind);
}

async function grow(): Promise<void> {
  const answer = await alice.http.patch(`/api/vms/${id}`, { data: { diskGiB: 12 } });
  expect(answer.status(), await answer.text()).toBe(202);
  await succeeded('update');
}

async function succeeded(kind: Job['kind']): Promise<Job> {
  const job = await alice.finished(id, 5 * MINUTES);
  expect(job, await alice.log(job.id)).toMatchObject({ kind, state: 'succeeded' });
  return job;
}

const secondsOf = ({ startedAt, finishedAt }: Job) =>
  ((Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000).toFixed(1);

/** What the guest itself says. */
async function ask(command: string): Promise<string> {
  const { ipAddress } = await now();
  return inGuest(await folderOf(portal.studentVms, id), ipAddress ?? '', command);
}

/** Another one after each boot. */
const bootId = () => ask('cat /proc/sys/kernel/random/boot_id');
