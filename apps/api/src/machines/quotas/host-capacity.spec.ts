import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Problem, Vm } from '@vm-manager/contracts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';

let api: TestApi;
let alice: Visitor;
/** One that is off, one that sleeps, each with 2 vCPU and 2 GiB. */
let off: string;
let asleep: string;
beforeAll(async () => {
  api = await startApi();
  alice = await signIn(api, 'alice');
  [off, asleep] = [await running('eteinte'), await running('endormie')];
  await act(off, 'force-off', 'stopped');
  await act(asleep, 'suspend', 'suspended');
});
afterAll(() => api.stop());

const VM = {
  ...{ templateId: 'debian-server', username: 'eleve', vcpus: 2, memoryMiB: 2048, diskGiB: 20 },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};
const show = async (id: string) => Vm.parse(await (await alice.get(`/api/vms/${id}`)).json());
const reached = (id: string, state: Vm['state']) =>
  until(`the VM is ${state}`, async () => {
    const vm = await show(id);
    return vm.state === state && vm.job?.finishedAt !== null;
  });
async function running(name: string): Promise<string> {
  const { id } = Vm.parse(await (await alice.send('POST', '/api/vms', { name, ...VM })).json());
  await reached(id, 'running');
  return id;
}
async function act(id: string, action: string, state: Vm['state']): Promise<void> {
  expect((await alice.send('POST', `/api/vms/${id}/${action}`)).status).toBe(202);
  await reached(id, state);
}
async function hostHas(capacity: {
  cores?: number;
  memoryMiB?: number;
  diskFreeGiB?: number;
}): Promise<void> {
  const folder = join(api.dataDir, 'data/fake-host');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'capacity.json'), JSON.stringify(capacity));
}
async function refused(method: string, path: string, body?: object) {
  const answer = await alice.send(method, `/api/vms/${path}`, body);
  const problem = Problem.parse(await answer.json());
  expect(problem).toMatchObject({ status: 409, type: '/problems/quota-exceeded' });
  return problem;
}
const ways = () => [`${off}/start`, `${asleep}/resume`];

it('is asked when a machine starts and when it resumes: memory, processors and what is really free', async () => {
  await hostHas({ cores: 0, memoryMiB: 4095, diskFreeGiB: 4.9 });
  for (const way of ways())
    expect((await refused('POST', way)).exceeded).toEqual([
      { level: 'host', dimension: 'runningVcpus', used: 0, asked: 2, limit: 0 },
      { level: 'host', dimension: 'runningMemoryMiB', used: 0, asked: 2048, limit: 2047 },
      { level: 'host', dimension: 'diskGiB', used: 0, asked: 5, limit: 4 },
    ]);
  expect([(await show(off)).state, (await show(asleep)).state]).toEqual(['stopped', 'suspended']);
});

it('starts nothing with less than 5 GiB really free, and says so, and starts with 5', async () => {
  await hostHas({ diskFreeGiB: 4.99 });
  for (const way of ways()) expect((await refused('POST', way)).detail).toMatch(/5 Gio/);
  await hostHas({ diskFreeGiB: 5 });
  await act(off, 'start', 'running');
  await act(off, 'force-off', 'stopped');
});

it('has room for one of two: the second hears of the first', async () => {
  await hostHas({ memoryMiB: 2048 + 3072 });
  await act(asleep, 'resume', 'running');
  expect((await refused('POST', `${off}/start`)).exceeded).toEqual([
    { level: 'host', dimension: 'runningMemoryMiB', used: 2048, asked: 2048, limit: 3072 },
  ]);
  await act(asleep, 'force-off', 'stopped');
  await act(off, 'start', 'running');
});

it('is asked when a running machine grows; what is off may grow, and not start', async () => {
  await hostHas({ memoryMiB: 2048 + 2048 });
  expect((await refused('PATCH', off, { memoryMiB: 4096 })).exceeded).toEqual([
    { level: 'host', dimension: 'runningMemoryMiB', used: 2048, asked: 2048, limit: 2048 },
  ]);
  expect((await alice.send('PATCH', `/api/vms/${asleep}`, { memoryMiB: 4096 })).status).toBe(202);
  await reached(asleep, 'stopped');
  await act(off, 'force-off', 'stopped');
  expect((await refused('POST', `${asleep}/start`)).exceeded).toMatchObject([
    { level: 'host', dimension: 'runningMemoryMiB', asked: 4096, limit: 2048 },
  ]);
});

it('promises its disk once only: a larger one is refused, a smaller one is never taken back', async () => {
  await hostHas({ diskFreeGiB: 20 });
  const { exceeded } = await refused('PATCH', off, { diskGiB: 50 });
  expect(exceeded).toMatchObject([{ level: 'host', dimension: 'diskGiB', used: 40, asked: 30 }]);
  const smaller = await alice.send('PATCH', `/api/vms/${off}`, { diskGiB: 10 });
  expect(smaller.status).toBe(400);
  expect((await show(off)).diskGiB).toBe(20);
});
