import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem, Quota, type Vm } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { Installation } from './support/installation.js';
import { json, NEW_VM, signIn, type Visitor } from './support/visitor.js';

const MANY = 200;
let installation: Installation;
let one: ApiProcess;
let other: ApiProcess;
let admin: Visitor;
let alice: Visitor;
let prof: Visitor;

beforeAll(async () => {
  installation = await Installation.make();
  [one, other] = await Promise.all([installation.start(FAST), installation.start(FAST)]);
  [admin, alice, prof] = await Promise.all([signIn(one, 'admin'), signIn(one, 'alice'), signIn(one, 'prof')]);
});
afterAll(() => installation.dispose());
const FAST = { VMM_JOBS_PER_HOST: '10' };

afterEach(async () => {
  await Promise.all((await admin.vms()).map(({ id }) => admin.remove(id)));
  for (const { id } of await admin.vms()) await admin.gone(id);
  expect(await ledger()).toEqual([]);
  await put(`users/${alice.user!.id}/quota`, { ...NO_OVERRIDE });
});

/** Half at each process, all at once. */
async function all<T>(count: number, ask: (at: ApiProcess, index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => ask(index % 2 ? one : other, index)));
}

async function put(path: string, body: object, who = admin): Promise<unknown> {
  return json(await who.send('PUT', `/api/${path}`, body), 200);
}

const NO_OVERRIDE = {
  vms: null,
  vcpus: null,
  memoryMiB: null,
  diskGiB: null,
  runningVcpus: null,
  runningMemoryMiB: null,
};

const ledger = () =>
  askDatabase<{ vm_id: string }>(installation.dataDir, 'SELECT * FROM quota_charges ORDER BY vm_id');

/** What the records say that the ledger should: allocated by all, running by those that run. */
async function ledgerIsExact(): Promise<void> {
  const vms = (await admin.vms()).sort((a, b) => (a.id < b.id ? -1 : 1));
  const runs = ({ state }: Vm) => ['queued', 'creating', 'starting', 'running', 'stopping'].includes(state);
  expect(await ledger()).toEqual(
    vms.map((vm) => ({
      vm_id: vm.id,
      owner_id: vm.owner.id,
      group_id: vm.groupId,
      host: vm.host,
      vms: 1,
      vcpus: vm.vcpus,
      memory_mib: vm.memoryMiB,
      disk_gib: vm.diskGiB,
      running_vcpus: runs(vm) ? vm.vcpus : 0,
      running_memory_mib: runs(vm) ? vm.memoryMiB : 0,
    })),
  );
}

async function outcomes(answers: Response[]) {
  const accepted = answers.filter(({ status }) => status === 202);
  const refused = await Promise.all(
    answers
      .filter(({ status }) => status !== 202)
      .map(async (answer) => Problem.parse(await json(answer, 409))),
  );
  return { accepted: accepted.length, refused };
}

const usage = async (who: Visitor) => Quota.parse(await json(await who.get('/api/quota'), 200)).usage;

describe('through two processes at once', () => {
  it('200 creates with a quota of 3: exactly 3 are accepted, 197 are told why', async () => {
    await put(`users/${alice.user!.id}/quota`, { vms: 3 });
    const answers = await all(MANY, (at, index) =>
      alice
        .at(at)
        .send('POST', '/api/vms', { ...NEW_VM, name: `vm-${index}`, vcpus: 1, memoryMiB: 512, diskGiB: 10 }),
    );
    const { accepted, refused } = await outcomes(answers);
    expect(accepted).toBe(3);
    expect(refused).toHaveLength(197);
    for (const problem of refused) {
      expect(problem).toMatchObject({
        type: '/problems/quota-exceeded',
        exceeded: [{ level: 'own', dimension: 'vms', asked: 1, limit: 3, used: 3 }],
      });
      expect(problem.detail).toContain('utilisé\u00a0: 3 sur 3');
    }
    const vms = await alice.vms();
    expect(vms).toHaveLength(3);
    for (const { id } of vms) await alice.reached(id, 'running');
    await ledgerIsExact();
    expect(await usage(alice)).toMatchObject({ vms: 3, runningVcpus: 3 });
  });

  it('200 starts with room for 3 running: exactly 3 are accepted, and a stop makes room for one more', async () => {
    const size = { vcpus: 1, memoryMiB: 512, diskGiB: 10 };
    await put(`users/${alice.user!.id}/quota`, { vms: 20, vcpus: 20, diskGiB: 900, runningVcpus: 20 });
    const vms = await all(10, (at, index) => alice.at(at).create(`machine-${index}`, size));
    for (const { id } of vms) await alice.reached(id, 'running');
    await Promise.all(vms.map(({ id }) => alice.act(id, 'force-off')));
    for (const { id } of vms) await alice.reached(id, 'stopped');
    expect(await usage(alice)).toMatchObject({ vms: 10, vcpus: 10, runningVcpus: 0, runningMemoryMiB: 0 });
    await put(`users/${alice.user!.id}/quota`, { runningMemoryMiB: 3 * 512 });

    const answers = await all(MANY, (at, index) =>
      alice.at(at).send('POST', `/api/vms/${vms[index % vms.length]!.id}/start`),
    );
    // Who is started already is not started twice; the seven others each heard of the quota.
    const { accepted, refused } = await outcomes(answers);
    expect(accepted).toBe(3);
    const byQuota = refused.filter(({ type }) => type === '/problems/quota-exceeded');
    expect(refused).toHaveLength(197);
    for (const { exceeded } of byQuota)
      expect(exceeded).toEqual([
        { level: 'own', dimension: 'runningMemoryMiB', used: 1536, asked: 512, limit: 1536 },
      ]);
    expect(byQuota.length).toBeGreaterThanOrEqual(7 * 20);
    expect(await usage(alice)).toMatchObject({ runningVcpus: 3, runningMemoryMiB: 1536 });

    const started = (await alice.vms()).filter(({ state }) => state === 'starting' || state === 'running');
    expect(started).toHaveLength(3);
    for (const { id } of started) await alice.reached(id, 'running');
    await ledgerIsExact();
    await alice.act(started[0]!.id, 'force-off');
    await alice.reached(started[0]!.id, 'stopped');
    const waiting = vms.find(({ id }) => started.every((vm) => vm.id !== id))!;
    await alice.act(waiting.id, 'start');
    await alice.reached(waiting.id, 'running');
    await ledgerIsExact();
  });

  it('200 resizes with 3 vCPUs to spare: exactly 3 VMs get one, and the others’ students are told why', async () => {
    await put(`users/${alice.user!.id}/quota`, { vms: 20, vcpus: 20, diskGiB: 900, runningVcpus: 20 });
    const size = { vcpus: 1, memoryMiB: 512, diskGiB: 10 };
    const vms = await all(10, (at, index) => alice.at(at).create(`taille-${index}`, size));
    for (const { id } of vms) await alice.reached(id, 'running');
    await Promise.all(vms.map(({ id }) => alice.act(id, 'force-off')));
    for (const { id } of vms) await alice.reached(id, 'stopped');
    await put(`users/${alice.user!.id}/quota`, { vcpus: 13 });

    const answers = await all(MANY, (at, index) =>
      alice.at(at).send('PATCH', `/api/vms/${vms[index % vms.length]!.id}`, { vcpus: 2 }),
    );
    // Who asks again for what is granted already is granted it again, and it counts once.
    const grown = new Set(
      answers.filter(({ status }) => status === 202).map(({ url }) => url.split('/').at(-1)),
    );
    expect(grown.size).toBe(3);
    const { refused } = await outcomes(answers);
    const byQuota = refused.filter(({ type }) => type === '/problems/quota-exceeded');
    expect(byQuota.length).toBeGreaterThanOrEqual(7 * 20);
    for (const { exceeded } of byQuota)
      expect(exceeded).toEqual([{ level: 'own', dimension: 'vcpus', used: 13, asked: 1, limit: 13 }]);
    expect(await usage(alice)).toMatchObject({ vms: 10, vcpus: 13, runningVcpus: 0 });
    for (const { id } of vms) await alice.reached(id, 'stopped');
    const large = (await alice.vms()).filter(({ vcpus }) => vcpus === 2).map(({ id }) => id);
    expect(new Set(large)).toEqual(grown);
    await ledgerIsExact();
  });

  it('a budget that 20 students share is filled exactly, and never exceeded', async () => {
    const students = await twentyStudents();
    const groupId = prof.user!.groups[0]!.id;
    await put(`groups/${groupId}/quota`, { budget: { memoryMiB: 7 * 1024, vms: 9 } });
    const answers = await all(MANY, (at, index) =>
      students[index % students.length]!.at(at).send('POST', '/api/vms', {
        ...{ ...NEW_VM, name: `classe-${index}`, vcpus: 1, memoryMiB: 1024, diskGiB: 10 },
      }),
    );
    const { accepted, refused } = await outcomes(answers);
    expect(accepted).toBe(7);
    expect(refused).toHaveLength(193);
    for (const { exceeded } of refused)
      expect(exceeded).toContainEqual({
        ...{ level: 'group', dimension: 'memoryMiB', used: 7168, asked: 1024, limit: 7168 },
      });
    const { usage: used } = (await json(await prof.get(`/api/groups/${groupId}/quota`), 200)) as Quota;
    expect(used).toMatchObject({ vms: 7, memoryMiB: 7168 });
    for (const { id } of await admin.vms()) await admin.reached(id, 'running');
    await ledgerIsExact();
    await put(`groups/${groupId}/quota`, { budget: { memoryMiB: null, vms: null } });
  });
});

/** With sessions of their own, in the demonstration group: 20 sign-ins would take what 20 hashes take. */
async function twentyStudents(): Promise<Visitor[]> {
  const groupId = prof.user!.groups[0]!.id;
  await askDatabase(
    installation.dataDir,
    `WITH made AS (
       INSERT INTO users (username, display_name, role, source, password_hash)
       SELECT 'eleve' || n, 'Élève ' || n, 'student', 'local', (SELECT password_hash FROM users WHERE username = 'alice')
         FROM generate_series(1, 20) n RETURNING id)
     INSERT INTO group_members (group_id, user_id, teaches) SELECT $1, id, false FROM made`,
    [groupId],
  );
  const names = Array.from({ length: 20 }, (_, index) => `eleve${index + 1}`);
  return Promise.all(names.map((name, index) => signIn(index % 2 ? one : other, name)));
}

describe('what someone sees', () => {
  it('follows what a teacher sets, without a reload', async () => {
    const stream = await alice.at(other).events();
    await put(`users/${alice.user!.id}/quota`, { vms: 2 }, prof);
    await stream.next('quota', ({ userId }) => userId === alice.user!.id);
    await stream.close();
    expect(Quota.parse(await json(await alice.get('/api/quota'), 200)).effective.vms).toBe(2);
  });
});

describe('what happens behind our back', () => {
  it('is charged and refused to nobody; a suspended machine counts no memory', async () => {
    const size = { vcpus: 1, memoryMiB: 512, diskGiB: 10 };
    const vm = await alice.created('seule', size);
    await put(`users/${alice.user!.id}/quota`, { runningVcpus: 1 });
    await alice.act(vm.id, 'suspend');
    await alice.reached(vm.id, 'suspended');
    expect(await usage(alice)).toMatchObject({ vms: 1, runningVcpus: 0, runningMemoryMiB: 0 });
    const second = await alice.created('deuxieme', size);
    const refusal = await alice.problem('POST', `/api/vms/${vm.id}/resume`);
    expect(refusal).toMatchObject({ status: 409, type: '/problems/quota-exceeded' });
    await installation.host.change(vm.id, { power: 'running' });
    await alice.reached(vm.id, 'running');
    expect(await usage(alice)).toMatchObject({ runningVcpus: 2, runningMemoryMiB: 1024 });
    await ledgerIsExact();
    await alice.remove(second.id);
  });
});
