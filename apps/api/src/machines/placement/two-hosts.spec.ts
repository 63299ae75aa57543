import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HostCapacity, Job, Problem, Vm } from '@vm-manager/contracts';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { FakeHost } from '../../hosts/fake-host/fake-host.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { Reconciler } from '../reconciling/reconciler.js';

const GIB = 1024;
const NEW_VM = {
  ...{ templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: GIB, diskGiB: 11 },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};

let folder: string;
let api: TestApi;
let alice: Visitor;
let bob: Visitor;
let admin: Visitor;
const hosts = () => ({ demonstration: hostAt('fake-host'), second: hostAt('fake-host-second') });
const hostAt = (name: string) => new FakeHost(join(folder, 'data', name));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-two-hosts-'));
  await promise('fake-host', 8 * GIB);
  await promise('fake-host-second', 8.5 * GIB);
  await start();
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  api = await startApi({ dataDir: folder, env: { VMM_JOBS_PER_HOST: '1' } });
  [alice, bob, admin] = [await signIn(api, 'alice'), await signIn(api, 'bob'), await signIn(api, 'admin')];
}
/** Of a host's memory so much may be promised to machines that run. */
async function promise(name: string, memoryMiB: number): Promise<void> {
  await mkdir(join(folder, 'data', name), { recursive: true });
  await writeFile(
    join(folder, 'data', name, 'capacity.json'),
    JSON.stringify({ memoryMiB: memoryMiB + 2 * GIB }),
  );
}
const show = async (id: string) => Vm.parse(await (await admin.get(`/api/vms/${id}`)).json());
const order = (who: Visitor, name: string) => who.send('POST', '/api/vms', { name, ...NEW_VM });
async function ordered(who: Visitor, name: string): Promise<string> {
  const answer = await order(who, name);
  expect(answer.status).toBe(202);
  return Vm.parse(await answer.json()).id;
}
async function reached(id: string, state: Vm['state']): Promise<Vm> {
  await until(`${id} is ${state}`, async () => {
    const vm = await show(id);
    return vm.state === state && vm.job?.finishedAt !== null;
  });
  return show(id);
}
const made = async (who: Visitor, name: string) => reached(await ordered(who, name), 'running');
const onHosts = async (kind: 'domain' | 'network', name?: string) => {
  const entries = Object.entries(hosts()).map(async ([host, files]) => {
    const names = await files.names(kind);
    return [host, name === undefined ? names.length : names.filter((one) => one === name).length];
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<string, number>;
};

it('a first machine goes where most memory is left, and the next of its owner beside it', async () => {
  const [first, other] = [await made(alice, 'une'), await made(bob, 'autre')];
  expect([first.host, other.host]).toEqual(['second', 'demonstration']);
  const next = await made(alice, 'deux');
  expect(next.host).toBe('second');
  expect(await onHosts('domain', next.id)).toEqual({ demonstration: 0, second: 1 });
  expect(await onHosts('network')).toEqual({ demonstration: 1, second: 1 });
  const capacity = z.array(HostCapacity).parse(await (await admin.get('/api/capacity')).json());
  expect(capacity.map(({ host, promised }) => [host, promised.vms])).toEqual([
    ['demonstration', 1],
    ['second', 2],
  ]);
});

it('each host has its own slots: a job that waits for one of a host waits for no other’s', async () => {
  const ids = await Promise.all([ordered(alice, 'trois'), ordered(bob, 'autre-2')]);
  for (const id of ids) await reached(id, 'running');
  const [ofAlice, ofBob] = await Promise.all(
    ids.map(async (id) => Job.parse(await (await admin.get(`/api/vms/${id}/job`)).json())),
  );
  expect(ofAlice!.startedAt! < ofBob!.finishedAt!).toBe(true);
  expect(ofBob!.startedAt! < ofAlice!.finishedAt!).toBe(true);
});

it('one whose owner’s host is full goes to the other; when both are, the refusal tells of both', async () => {
  await promise('fake-host-second', 3 * GIB);
  const elsewhere = await made(alice, 'quatre');
  expect(elsewhere.host).toBe('demonstration');
  expect(await onHosts('network')).toEqual({ demonstration: 2, second: 1 });
  await promise('fake-host', 3 * GIB);
  const refusal = Problem.parse(await (await order(bob, 'trop')).json());
  expect(refusal).toMatchObject({ status: 409, type: '/problems/quota-exceeded' });
  const memory = { level: 'host', dimension: 'runningMemoryMiB', used: 3 * GIB, asked: GIB, limit: 3 * GIB };
  expect(refusal.exceeded).toEqual([
    { ...memory, host: 'demonstration' },
    { ...memory, host: 'second' },
  ]);
  expect(refusal.detail).toContain('Aucun serveur n’a assez de mémoire');
  expect(refusal.detail).toContain('3 Gio sur 3 Gio');
  await promise('fake-host', 8 * GIB);
  await promise('fake-host-second', 8.5 * GIB);
});

it('a host that is not to be reached keeps its machines, and disturbs no other', async () => {
  const vms = z.array(Vm).parse(await (await admin.get('/api/vms')).json());
  const there = vms.filter(({ host }) => host === 'second');
  const here = vms.find(({ host, owner }) => host === 'demonstration' && owner.username === 'bob')!;
  const unreachable = join(folder, 'data/fake-host-second/unreachable');
  await writeFile(unreachable, '');
  const { demonstration } = hosts();
  await demonstration.remove('domain', here.id);
  await api.app.get(Reconciler).again();
  expect(await show(here.id)).toMatchObject({ state: 'failed', problem: { type: '/problems/machine-gone' } });
  for (const { id } of there) expect((await show(id)).state).toBe('running');
  expect(await (await admin.get('/api/health/ready')).json()).toMatchObject({ status: 'degraded' });
  const capacity = z.array(HostCapacity).parse(await (await admin.get('/api/capacity')).json());
  expect(capacity.map(({ host }) => host)).toEqual(['demonstration']);
  // Nor does a machine on it start, or a new one go there.
  const [{ id }] = there as [Vm];
  expect((await alice.send('PATCH', `/api/vms/${id}`, { memoryMiB: 2 * GIB })).status).toBe(503);
  await bob.send('DELETE', `/api/vms/${here.id}`);
  await until('it is gone', async () => (await admin.get(`/api/vms/${here.id}`)).status === 404);
  expect((await made(bob, 'encore')).host).toBe('demonstration');
  await rm(unreachable);
  await api.app.get(Reconciler).again();
  for (const vm of there) expect((await show(vm.id)).state).toBe('running');
});

it('what ran on a host that lost its power comes back, and only that', async () => {
  const vms = z.array(Vm).parse(await (await admin.get('/api/vms')).json());
  await api.stop();
  for (const { id, host } of vms) {
    const files = hosts()[host as 'second'];
    await files.write('domain', id, { ...(await files.read('domain', id))!, power: 'off' });
  }
  await writeFile(join(folder, 'data/fake-host-second/boot-id'), 'another');
  await start();
  for (const { id, host } of vms) await reached(id, host === 'second' ? 'running' : 'stopped');
});

it('what is left of a deleted machine is removed on the host where it lies', async () => {
  const { id } = z.array(Vm).parse(await (await alice.get('/api/vms')).json())[0]!;
  const { host, owner } = await show(id);
  const other = host === 'second' ? 'demonstration' : 'second';
  const domain = (await hosts()[host as 'second'].read('domain', id))!;
  await alice.send('DELETE', `/api/vms/${id}`);
  await until('it is gone', async () => (await alice.get(`/api/vms/${id}`)).status === 404);
  await hosts()[other].addMachine({ ...domain, ownerId: owner.id });
  expect(await onHosts('domain', id)).toMatchObject({ [other]: 1 });
  await api.app.get(Reconciler).again();
  await until('the rest is gone', async () => (await onHosts('domain', id))[other] === 0);
});
