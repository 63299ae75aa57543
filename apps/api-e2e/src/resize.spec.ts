import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem, ResourceRequest, Vm } from '@vm-manager/contracts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import type { FakeMachine } from './support/fake-host.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const SMALL = { vcpus: 1, memoryMiB: 1024, diskGiB: 12 };

let installation: Installation;
let one: ApiProcess;
let other: ApiProcess;
let admin: Visitor;
let prof: Visitor;
let alice: Visitor;
let vm: Vm;

beforeAll(async () => {
  installation = await Installation.make();
  [one, other] = await Promise.all([installation.start(), installation.start()]);
  [admin, prof, alice] = (await Promise.all(['admin', 'prof', 'alice'].map((who) => signIn(one, who)))) as [
    Visitor,
    Visitor,
    Visitor,
  ];
  vm = await alice.created('petite', SMALL);
});
afterAll(() => installation.dispose());

const order = async (change: object, id = vm.id) =>
  Vm.parse(await json(await alice.send('PATCH', `/api/vms/${id}`, change), 202));

/** The VM as it is when the change has been made. */
async function changed(change: object, id = vm.id): Promise<Vm> {
  const { job } = await order(change, id);
  expect(job).toMatchObject({ kind: 'update' });
  expect(await alice.ended(job!.id)).toMatchObject({ state: 'succeeded', problem: null });
  return (await alice.vm(id))!;
}

async function act(action: string, state: Vm['state']): Promise<Vm> {
  const { job } = await alice.act(vm.id, action);
  expect(await alice.ended(job!.id)).toMatchObject({ state: 'succeeded' });
  return alice.reached(vm.id, state);
}

const machineOf = async (id = vm.id) => (await installation.host.domain(id))!.machine!;
const charge = async () =>
  (
    await askDatabase<object>(
      installation.dataDir,
      `SELECT vcpus, memory_mib, disk_gib, running_vcpus, running_memory_mib FROM quota_charges WHERE vm_id = $1`,
      [vm.id],
    )
  )[0];

async function takesMore(value: boolean): Promise<void> {
  const domain = (await installation.host.domain(vm.id))!;
  const machine: FakeMachine = { ...domain.machine!, takesMore: value };
  await installation.host.change(vm.id, { machine });
}

describe('a machine that runs', () => {
  it('gets name, processors, memory and disk at once, its system with them', async () => {
    const seen = await changed({ name: 'Grande', vcpus: 3, memoryMiB: 2048, diskGiB: 20 });
    expect(seen).toMatchObject({ name: 'Grande', state: 'running', vcpus: 3, memoryMiB: 2048, diskGiB: 20 });
    expect(seen.atNextStart).toBeNull();
    expect(await machineOf()).toMatchObject({
      ...{ vcpus: 3, memoryMiB: 2048, diskGiB: 20 },
      next: { vcpus: 3, memoryMiB: 2048, name: 'Grande' },
      guest: { hostName: 'Grande', fileSystemGiB: 20 },
    });
    expect(await charge()).toMatchObject({ vcpus: 3, memory_mib: 2048, disk_gib: 20, running_vcpus: 3 });
  });

  it('keeps its folder, which tells Vagrant what the machine is now', async () => {
    const [folder] = await installation.vmFolders();
    expect(folder).toMatch(/^alice\/petite-/);
    const text = await readFile(join(installation.studentVmsDir, folder!, 'vm.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      id: vm.id,
      name: 'Grande',
      vcpus: 3,
      memoryMiB: 2048,
      diskGiB: 20,
    });
  });

  it('is not robbed of anything: less waits until it stops, and counts until then', async () => {
    const seen = await changed({ vcpus: 1, memoryMiB: 1024 });
    expect(seen).toMatchObject({
      ...{ state: 'running', vcpus: 3, memoryMiB: 2048 },
      atNextStart: { vcpus: 1, memoryMiB: 1024 },
    });
    expect(await machineOf()).toMatchObject({
      vcpus: 3,
      memoryMiB: 2048,
      next: { vcpus: 1, memoryMiB: 1024 },
    });
    expect(await charge()).toMatchObject({ vcpus: 3, running_memory_mib: 2048 });

    expect(await act('shutdown', 'stopped')).toMatchObject({ vcpus: 1, memoryMiB: 1024, atNextStart: null });
    expect(await charge()).toMatchObject({ vcpus: 1, memory_mib: 1024, disk_gib: 20, running_vcpus: 0 });
    await act('start', 'running');
    expect(await machineOf()).toMatchObject({ vcpus: 1, memoryMiB: 1024 });
  });

  it('gets what it cannot take while it runs at its next start, even when it was stopped behind our back', async () => {
    await takesMore(false);
    const seen = await changed({ vcpus: 2, memoryMiB: 1536 });
    expect(seen).toMatchObject({ vcpus: 1, atNextStart: { vcpus: 2, memoryMiB: 1536 } });
    expect(await charge()).toMatchObject({ vcpus: 2, running_memory_mib: 1536 });
    await installation.host.change(vm.id, { power: 'off' });
    expect(await alice.reached(vm.id, 'stopped')).toMatchObject({
      ...{ vcpus: 2, memoryMiB: 1536 },
      atNextStart: null,
    });
    expect(await act('start', 'running')).toMatchObject({ vcpus: 2, memoryMiB: 1536 });
    expect(await machineOf()).toMatchObject({ vcpus: 2, memoryMiB: 1536 });
    await takesMore(true);
  });

  it('takes a wish back that still waits', async () => {
    expect((await changed({ vcpus: 1 })).atNextStart).toEqual({ vcpus: 1, memoryMiB: 1536 });
    expect(await changed({ vcpus: 2 })).toMatchObject({ vcpus: 2, atNextStart: null });
  });
});

it('a machine that is off is changed at once, and has its name and file system when it starts', async () => {
  await act('force-off', 'stopped');
  const seen = await changed({ name: 'reposee', vcpus: 4, memoryMiB: 512, diskGiB: 25 });
  expect(seen).toMatchObject({ vcpus: 4, memoryMiB: 512, diskGiB: 25, atNextStart: null });
  expect((await machineOf()).guest).toEqual({ hostName: 'Grande', fileSystemGiB: 20 });
  await act('start', 'running');
  expect(await machineOf()).toMatchObject({
    ...{ vcpus: 4, memoryMiB: 512 },
    guest: { hostName: 'reposee', fileSystemGiB: 25 },
  });
});

describe('refused, and nothing of it done, is', () => {
  it.each([
    [{ diskGiB: 24 }, '/diskGiB'],
    [{ name: 'autre', diskGiB: 24 }, '/diskGiB'],
    [{ vcpus: 5 }, '/vcpus'],
    [{ memoryMiB: 100 }, '/memoryMiB'],
    [{ memoryMiB: '1024' }, '/memoryMiB'],
    [{ name: 'a..b' }, '/name'],
    [{}, ''],
  ])('%j', async (change, pointer) => {
    const before = await alice.vm(vm.id);
    const problem = await alice.problem('PATCH', `/api/vms/${vm.id}`, change);
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer }] });
    expect(await alice.vm(vm.id)).toEqual(before);
  });

  it('what the quota does not allow, with every rule that is broken', async () => {
    const answer = await alice.send('PATCH', `/api/vms/${vm.id}`, {
      name: 'gourmande',
      memoryMiB: 8192 + 128,
    });
    expect(answer.status).toBe(400);
    await json(await admin.send('PUT', `/api/users/${alice.user!.id}/quota`, { memoryMiB: 2048 }), 200);
    const problem = await alice.problem('PATCH', `/api/vms/${vm.id}`, { name: 'gourmande', memoryMiB: 4096 });
    expect(problem).toMatchObject({
      type: '/problems/quota-exceeded',
      exceeded: [{ level: 'own', dimension: 'memoryMiB', used: 512, asked: 4096 - 512, limit: 2048 }],
    });
    expect(await alice.vm(vm.id)).toMatchObject({ name: 'reposee', memoryMiB: 512, atNextStart: null });
    await json(await admin.send('PUT', `/api/users/${alice.user!.id}/quota`, { memoryMiB: null }), 200);
  });

  it('a change of a suspended machine, and of one that a job is at', async () => {
    await act('suspend', 'suspended');
    expect((await alice.problem('PATCH', `/api/vms/${vm.id}`, { vcpus: 1 })).type).toBe(
      '/problems/not-possible-now',
    );
    await act('resume', 'running');
    const fresh = await alice.create('naissante', SMALL);
    expect((await alice.problem('PATCH', `/api/vms/${fresh.id}`, { vcpus: 2 })).type).toBe(
      '/problems/not-possible-now',
    );
    await alice.remove(fresh.id);
    await alice.gone(fresh.id);
  });

  it('someone else’s VM, as if there were none', async () => {
    const bob = await signIn(one, 'bob');
    expect((await bob.problem('PATCH', `/api/vms/${vm.id}`, { name: 'volee' })).status).toBe(404);
  });
});

it('a name is given once, however many want it at once', async () => {
  const second = await alice.created('deuxieme', SMALL);
  const wishes = [vm.id, second.id, vm.id, second.id].map((id, index) =>
    alice
      .at(index % 2 ? one : other)
      .send('PATCH', `/api/vms/${id}`, { name: index % 3 ? 'Unique' : 'UNIQUE' }),
  );
  const answers = await Promise.all(wishes);
  const taken = answers.filter(({ status }) => status === 409);
  const problems = await Promise.all(taken.map(async (answer) => Problem.parse(await answer.json()).type));
  expect(problems).toContain('/problems/name-taken');
  expect((await alice.vms()).filter(({ name }) => name.toLowerCase() === 'unique')).toHaveLength(1);
  await alice.remove(second.id);
  await alice.gone(second.id);
});

it('a size that is approved while a job is at the machine waits for its turn', async () => {
  const fresh = await alice.create('attendue', SMALL);
  const request = {
    vmId: fresh.id,
    want: { memoryMiB: 2048 },
    reason: 'Pour un serveur de base de données.',
  };
  const { id } = ResourceRequest.parse(await json(await alice.send('POST', '/api/requests', request), 201));
  await json(await prof.send('POST', `/api/requests/${id}/approve`, {}), 200);
  expect((await alice.vm(fresh.id))?.job?.kind).toBe('create');
  const grown = await eventually('the machine has what was approved', async () => {
    const now = await alice.vm(fresh.id);
    return now?.job?.kind === 'update' && now.job.finishedAt && now;
  });
  expect(grown).toMatchObject({ state: 'running', memoryMiB: 2048, atNextStart: null });
  expect((await machineOf(fresh.id)).memoryMiB).toBe(2048);
  await alice.remove(fresh.id);
  await alice.gone(fresh.id);
});

it('of many who grow at once, as many get it as there is room for', async () => {
  const limit = (quota: object) => admin.send('PUT', `/api/users/${alice.user!.id}/quota`, quota);
  await json(await limit({ runningVcpus: 20 }), 200);
  const others = await Promise.all(['a', 'b', 'c'].map((name) => alice.created(name, SMALL)));
  await json(await limit({ vcpus: 4 + 3 + 2 }), 200);
  const answers = await Promise.all(
    others.flatMap(({ id }) =>
      Array.from({ length: 20 }, (_, index) =>
        alice.at(index % 2 ? one : other).send('PATCH', `/api/vms/${id}`, { vcpus: 2 }),
      ),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 409]));
  for (const { id } of others) await alice.reached(id, 'running');
  const sizes = (await alice.vms()).map(({ vcpus }) => vcpus).sort();
  expect(sizes).toEqual([1, 2, 2, 4]);
});
