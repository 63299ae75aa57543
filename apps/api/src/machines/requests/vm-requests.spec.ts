import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { ResourceRequest, Vm } from '@vm-manager/contracts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { ResourceRequestEntity } from './resource-request.entity.js';
import { DAY_MS, iso, REASON, RequestsApi } from './testing/requests-api.js';

const SIZE = { vcpus: 2, memoryMiB: 2048, diskGiB: 20 };

let api: TestApi;
let people: RequestsApi;
let vm: Vm;
beforeAll(async () => {
  api = await startApi();
  people = await RequestsApi.at(api);
});
afterAll(() => api.stop());
afterEach(async () => {
  const vms = (await (await people.admin.get('/api/vms')).json()) as Vm[];
  for (const { id } of vms) await people.remove(people.admin, id);
  const database = api.app.get(DataSource);
  await database.getRepository(ResourceRequestEntity).createQueryBuilder().delete().execute();
  await database.query('DELETE FROM quota_grants');
  await database.query('DELETE FROM notices');
});

const sizeOf = ({ vcpus, memoryMiB, diskGiB }: Vm) => ({ vcpus, memoryMiB, diskGiB });
const stoppedVm = async (name: string, size: object = SIZE) => {
  vm = await people.vm(people.alice, name, size);
  return people.act(people.alice, vm.id, 'force-off', 'stopped');
};
const openGrants = () =>
  api.app
    .get(DataSource)
    .query<{ limits: object }[]>(
      'SELECT limits FROM quota_grants WHERE ended_at IS NULL ORDER BY created_at',
    );

async function approved(want: object, until?: number): Promise<ResourceRequest> {
  const asked = await people.ask(people.alice, {
    vmId: vm.id,
    want,
    ...(until ? { until: iso(until) } : {}),
  });
  return people.decide(people.prof, asked, 'approve');
}
async function reachesSize(size: Partial<typeof SIZE>): Promise<void> {
  await people.settled(people.alice, vm.id, size);
}

it('asks for more of one’s own VM, within the template', async () => {
  await stoppedVm('web1');
  const asked = await people.ask(people.alice, { vmId: vm.id, want: { vcpus: 4, memoryMiB: 4096 } });
  expect(asked).toMatchObject({
    vm: { id: vm.id, name: 'web1' },
    want: { vcpus: 4, memoryMiB: 4096 },
    stays: [],
  });
  const ofBob = await people.refusal(people.bob, '/api/requests', {
    vmId: vm.id,
    want: { vcpus: 4 },
    reason: REASON,
  });
  expect(ofBob).toMatchObject({ status: 404 });
  const ofProf = await people.refusal(people.prof, '/api/requests', {
    vmId: vm.id,
    want: { vcpus: 4 },
    reason: REASON,
  });
  expect(ofProf).toMatchObject({ status: 404 });
  await people.decide(people.alice, asked, 'cancel');
  for (const [want, pointer] of [
    [{ vcpus: 2 }, '/want/vcpus'],
    [{ vcpus: 5 }, '/want/vcpus'],
    [{ memoryMiB: 1024 }, '/want/memoryMiB'],
    [{ diskGiB: 61 }, '/want/diskGiB'],
    [{ vms: 5 }, '/want/vms'],
  ] as const) {
    const problem = await people.refusal(people.alice, '/api/requests', {
      vmId: vm.id,
      want,
      reason: REASON,
    });
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  }
});

it('gives a stopped VM its size at once, from nobody’s quota but the grant’s', async () => {
  await stoppedVm('web1');
  // What is left of the quota is full.
  await people.vm(people.alice, 'web2', { vcpus: 3, memoryMiB: 4096, diskGiB: 60 });
  const before = await people.quota(people.alice);
  const request = await approved({ vcpus: 4, memoryMiB: 8192 });
  expect(request).toMatchObject({ state: 'approved', takesEffect: 'now' });
  await reachesSize({ vcpus: 4, memoryMiB: 8192 });
  const after = await people.quota(people.alice);
  expect(after.effective).toMatchObject({
    vcpus: before.effective.vcpus! + 2,
    memoryMiB: before.effective.memoryMiB! + 6144,
    runningVcpus: before.effective.runningVcpus! + 2,
    vms: before.effective.vms,
    diskGiB: before.effective.diskGiB,
  });
  expect(after.usage).toMatchObject({ vcpus: 7, memoryMiB: 12288 });
});

it('takes vCPU and memory back at the end, never the disk', async () => {
  await stoppedVm('web1');
  const end = Date.now() + 30 * DAY_MS;
  const request = await approved({ vcpus: 4, memoryMiB: 4096, diskGiB: 30 }, end);
  expect(request).toMatchObject({ stays: ['diskGiB'] });
  await reachesSize({ vcpus: 4, memoryMiB: 4096, diskGiB: 30 });
  await people.upkeepAt(end);
  await reachesSize({ vcpus: 2, memoryMiB: 2048, diskGiB: 30 });
  await people.upkeepAt(end + 60_000);
  expect(await openGrants()).toEqual([{ limits: { diskGiB: 10 } }]);
  expect((await people.quota(people.alice)).effective).toMatchObject({ vcpus: 8, diskGiB: 130 });
  expect((await people.notices(people.alice))[0]!.text).toContain('son disque reste comme il est');
});

it('has no end when it is about disk alone', async () => {
  await stoppedVm('web1');
  const request = await approved({ diskGiB: 30 }, Date.now() + DAY_MS);
  expect(request).toMatchObject({ grantedUntil: null, allowedActions: [] });
});

it('leaves a running VM its size until it stops', async () => {
  vm = await people.vm(people.alice, 'web1', SIZE);
  const end = Date.now() + 30 * DAY_MS;
  const request = await approved({ vcpus: 4, memoryMiB: 4096 }, end);
  if (request.takesEffect === 'at-next-start') {
    await people.act(people.alice, vm.id, 'force-off', 'stopped');
    await people.act(people.alice, vm.id, 'start', 'running');
  }
  await reachesSize({ vcpus: 4, memoryMiB: 4096 });
  await people.upkeepAt(end);
  const running = await people.vmNow(people.alice, vm.id);
  expect(running).toMatchObject({ state: 'running', vcpus: 4, memoryMiB: 4096 });
  expect(await people.show(people.alice, request)).toMatchObject({ state: 'expired' });
  // As long as the machine has it, it takes nothing from the owner's other machines.
  expect((await people.quota(people.alice)).effective.vcpus).toBe(10);
  await people.act(people.alice, vm.id, 'force-off', 'stopped');
  await reachesSize({ vcpus: 2, memoryMiB: 2048 });
  await people.upkeepAt(end + 60_000);
  expect((await people.quota(people.alice)).effective.vcpus).toBe(8);
});

it('lays two grants of one VM on each other, whichever ends first', async () => {
  await stoppedVm('web1');
  const now = Date.now();
  await approved({ vcpus: 3 }, now + 40 * DAY_MS);
  await reachesSize({ vcpus: 3 });
  await approved({ vcpus: 4 }, now + 20 * DAY_MS);
  await reachesSize({ vcpus: 4 });
  expect((await people.quota(people.alice)).effective.vcpus).toBe(10);
  await people.upkeepAt(now + 20 * DAY_MS);
  await reachesSize({ vcpus: 3 });
  await people.upkeepAt(now + 20 * DAY_MS + 60_000);
  expect((await people.quota(people.alice)).effective.vcpus).toBe(9);
  await people.upkeepAt(now + 40 * DAY_MS);
  await reachesSize({ vcpus: 2 });
  await people.upkeepAt(now + 40 * DAY_MS + 60_000);
  expect((await people.quota(people.alice)).effective.vcpus).toBe(8);
});

it('lends nothing to the owner’s other machines when its own is made smaller, and is there again when it grows', async () => {
  const small = await people.vm(people.alice, 'web2', { vcpus: 2, memoryMiB: 2048, diskGiB: 10 });
  await people.act(people.alice, small.id, 'force-off', 'stopped');
  await stoppedVm('web1');
  const request = await approved({ vcpus: 4, memoryMiB: 8192 }, Date.now() + DAY_MS);
  await reachesSize({ vcpus: 4, memoryMiB: 8192 });
  const limits = async () => (await people.quota(people.alice)).effective;
  const resize = (id: string, size: object) => people.alice.send('PATCH', `/api/vms/${id}`, size);
  expect(await limits()).toMatchObject({ vcpus: 10, memoryMiB: 18432, runningVcpus: 8 });
  expect((await resize(vm.id, { vcpus: 1, memoryMiB: 512 })).status).toBe(202);
  await reachesSize({ vcpus: 1, memoryMiB: 512 });
  expect(await limits()).toMatchObject({ vcpus: 8, memoryMiB: 12288, runningVcpus: 6 });
  expect((await resize(vm.id, { vcpus: 3 })).status).toBe(202);
  await reachesSize({ vcpus: 3 });
  expect(await limits()).toMatchObject({ vcpus: 9, memoryMiB: 12288 });
  // Up to what was approved it takes nothing from the others, however much those use.
  await people.admin.send('PUT', `/api/users/${people.ids['alice']}/quota`, { vcpus: 4, memoryMiB: 4096 });
  expect((await resize(small.id, { vcpus: 3 })).status).toBe(409);
  expect((await resize(vm.id, { vcpus: 4, memoryMiB: 8192 })).status).toBe(202);
  await reachesSize({ vcpus: 4, memoryMiB: 8192 });
  await people.admin.send('PUT', `/api/users/${people.ids['alice']}/quota`, { vcpus: null, memoryMiB: null });
  await people.decide(people.prof, request, 'withdraw');
  await reachesSize({ vcpus: 2, memoryMiB: 2048 });
  await people.upkeepAt(Date.now() + 60_000);
  expect(await limits()).toMatchObject({ vcpus: 8, memoryMiB: 12288 });
});

it('stays pending when the class has no room for it, and says what is missing', async () => {
  const { groupId } = await api.app
    .get(DataSource)
    .getRepository(GroupMemberEntity)
    .findOneByOrFail({ userId: people.ids['alice']! });
  const path = `/api/groups/${groupId}/quota`;
  await people.admin.send('PUT', path, { budget: { vcpus: 3, memoryMiB: 3000 } });
  try {
    await stoppedVm('web1');
    const asked = await people.ask(people.alice, { vmId: vm.id, want: { vcpus: 4, memoryMiB: 4096 } });
    const problem = await people.refusal(people.prof, `/api/requests/${asked.id}/approve`, {});
    expect(problem).toMatchObject({ status: 409, type: '/problems/quota-exceeded' });
    expect(problem.exceeded).toMatchObject([
      { level: 'group', dimension: 'vcpus', asked: 2, limit: 3 },
      { level: 'group', dimension: 'memoryMiB', asked: 2048, limit: 3000 },
    ]);
    expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
    expect(await openGrants()).toEqual([]);
    expect(sizeOf(await people.vmNow(people.alice, vm.id))).toEqual(SIZE);
    await people.decide(people.prof, asked, 'approve', { grant: { vcpus: 3 } });
    await reachesSize({ vcpus: 3, memoryMiB: 2048 });
  } finally {
    await people.admin.send('PUT', path, { budget: { vcpus: null, memoryMiB: null } });
  }
});

it('is one question at a time for one VM, and for each VM its own', async () => {
  await stoppedVm('web1');
  const second = await people.vm(people.alice, 'web2', SIZE);
  const asks = (vmId: string) => people.ask(people.alice, { vmId, want: { vcpus: 3 } });
  const first = await asks(vm.id);
  const again = { vmId: vm.id, want: { memoryMiB: 4096 }, reason: REASON };
  expect(await people.refusal(people.alice, '/api/requests', again)).toMatchObject({
    status: 409,
    type: '/problems/request-pending',
  });
  await asks(second.id);
  await people.ask(people.alice, { want: { vms: 6 } });
  await people.decide(people.prof, first, 'approve');
  // Larger than it is by now, not than it was.
  const same = { vmId: vm.id, want: { vcpus: 3 }, reason: REASON };
  expect(await people.refusal(people.alice, '/api/requests', same)).toMatchObject({ status: 400 });
});

it('is neither asked nor approved for a VM that is being deleted, and leaves it as it is', async () => {
  await stoppedVm('web1');
  const asked = await people.ask(people.alice, { vmId: vm.id, want: { vcpus: 3 } });
  const database = api.app.get(DataSource);
  await database.query(`UPDATE vms SET state = 'deleting' WHERE id = $1`, [vm.id]);
  const path = `/api/requests/${asked.id}/approve`;
  for (const problem of [
    await people.refusal(people.prof, path, {}),
    await people.refusal(people.alice, '/api/requests', { vmId: vm.id, want: { vcpus: 4 }, reason: REASON }),
  ])
    expect(problem).toMatchObject({ status: 409, type: '/problems/not-possible-now' });
  expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
  expect(await openGrants()).toEqual([]);
  await database.query(`UPDATE vms SET state = 'stopped' WHERE id = $1`, [vm.id]);
});

it('stays pending when the host has no room for it, however much the class has', async () => {
  await stoppedVm('web1');
  await people.act(people.alice, vm.id, 'start', 'running');
  const asked = await people.ask(people.alice, { vmId: vm.id, want: { memoryMiB: 8192 } });
  const capacity = join(api.dataDir, 'data/fake-host/capacity.json');
  await writeFile(capacity, JSON.stringify({ memoryMiB: 2048 + 4096 }));
  const problem = await people.refusal(people.prof, `/api/requests/${asked.id}/approve`, {});
  await writeFile(capacity, '{}');
  expect(problem).toMatchObject({ status: 409, type: '/problems/quota-exceeded' });
  expect(problem.exceeded).toEqual([
    { level: 'host', dimension: 'runningMemoryMiB', used: 2048, asked: 6144, limit: 4096 },
  ]);
  expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
  expect(await openGrants()).toEqual([]);
});

it('goes with its VM: what was asked is cancelled, what was granted ends', async () => {
  await stoppedVm('web1');
  const granted = await approved({ vcpus: 3 });
  await reachesSize({ vcpus: 3 });
  const asked = await people.ask(people.alice, { vmId: vm.id, want: { vcpus: 4 } });
  await people.remove(people.alice, vm.id);
  expect(await people.show(people.alice, asked)).toMatchObject({ state: 'cancelled', vm: { name: 'web1' } });
  expect(await people.show(people.alice, granted)).toMatchObject({ state: 'expired' });
  expect((await people.quota(people.alice)).effective.vcpus).toBe(8);
  expect(await openGrants()).toEqual([]);
  expect((await people.notices(people.alice))[0]!.text).toContain('la machine n’existe plus');
  expect(await people.refusal(people.prof, `/api/requests/${asked.id}/approve`, {})).toMatchObject({
    status: 409,
  });
});

it('is rejected and cancelled though the host does not say what it has: that needs no room', async () => {
  await stoppedVm('web1');
  const want = { vmId: vm.id, want: { memoryMiB: 4096 } };
  const capacity = join(api.dataDir, 'data/fake-host/capacity.json');
  const rejected = await people.ask(people.alice, want);
  await writeFile(capacity, 'no answer');
  expect((await people.refusal(people.prof, `/api/requests/${rejected.id}/approve`, {})).status).toBe(500);
  const { state } = await people.decide(people.prof, rejected, 'reject', { comment: 'Non.' });
  const cancelled = await people.decide(people.alice, await people.ask(people.alice, want), 'cancel');
  await writeFile(capacity, '{}');
  expect([state, cancelled.state]).toEqual(['rejected', 'cancelled']);
});
