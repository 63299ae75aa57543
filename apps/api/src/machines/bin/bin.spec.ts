import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BinnedVm, Job, Notice, Quota, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { FakeHost, type FakeDomain } from '../../hosts/fake-host/fake-host.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { addRunningVm } from '../console-gateway/testing/console-visitor.js';
import { RestorePointEntity } from '../restore-points/restore-point.entity.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';
import { BinClock } from './bin-clock.js';

const DAY_MS = 24 * 3600_000;

describe('the bin', () => {
  let api: TestApi;
  let host: FakeHost;
  let alice: Visitor;
  let admin: Visitor;
  let vmId: string;
  let name: string;
  beforeAll(async () => {
    api = await startApi({ env: { VMM_BIN_DAYS: '7' } });
    host = new FakeHost(join(api.dataDir, 'data/fake-host'));
    [alice, admin] = await Promise.all([signIn(api, 'alice'), signIn(api, 'admin')]);
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    vmId = await addRunningVm(api, 'alice');
    name = `m-${vmId.slice(0, 8)}`;
    await database().transaction(async (tx) => {
      const record = api.app.get(VmRecord);
      const vm = await record.lock(tx, vmId);
      // The first change is what charges it.
      await record.change(tx, vm!, { name, nameKey: name, state: 'running', folder: `alice/${name}` });
    });
  });

  /** What the tests made is gone behind the API's back, so that it counts no more. */
  afterEach(async () => {
    for (const id of await host.names('domain')) await host.remove('domain', id);
    await database().query('DELETE FROM vms');
    await database().query('DELETE FROM quota_charges');
  });

  const database = () => api.app.get(DataSource);
  const record = () => database().getRepository(VmEntity).findOneBy({ id: vmId });
  const domain = () => host.read('domain', vmId);
  const change = async (what: Partial<FakeDomain>) =>
    host.write('domain', vmId, { ...(await domain())!, ...what });
  const bin = async (visitor = alice) => BinnedVm.array().parse(await (await visitor.get('/api/bin')).json());
  const inBin = async (visitor = alice) => (await bin(visitor)).find(({ id }) => id === vmId);
  const usage = async () => Quota.parse(await (await alice.get('/api/quota')).json()).usage;
  const remove = () => alice.send('DELETE', `/api/vms/${vmId}`);
  const restore = (visitor = alice) => visitor.send('POST', `/api/bin/${vmId}/restore`);
  const stateIs = (state: Vm['state']) => until(state, async () => (await record())?.state === state);
  const isGone = () => until('it is gone', async () => (await record()) === null);
  const refusal = async (answer: Response) => [
    answer.status,
    ((await answer.json()) as { type: string }).type.replace('/problems/', ''),
  ];
  async function binned(): Promise<void> {
    expect((await remove()).status).toBe(202);
    await stateIs('stopped');
  }

  it('takes a machine that is deleted: gone from everywhere at once, off, with its disk', async () => {
    const [before, asked] = [await usage(), Date.now()];
    const answer = Vm.parse(await (await remove()).json());
    expect(answer).toMatchObject({ id: vmId, state: 'deleting', job: { kind: 'bin' } });
    for (const path of ['', '/job', '/jobs', '/template', '/restore-points'])
      expect((await alice.get(`/api/vms/${vmId}${path}`)).status).toBe(404);
    const calls = [
      ['DELETE', ''],
      ['POST', '/start'],
      ['POST', '/console'],
    ] as const;
    for (const [method, path] of calls)
      expect((await alice.send(method, `/api/vms/${vmId}${path}`, { mode: 'view' })).status).toBe(404);
    const listed = Vm.array().parse(await (await alice.get('/api/vms')).json());
    expect(listed.map(({ id }) => id)).not.toContain(vmId);
    const waiting = (await inBin())!;
    expect(waiting).toMatchObject({ name, allowedActions: [] });
    expect(Date.parse(waiting.goneAt) - asked).toBeGreaterThanOrEqual(7 * DAY_MS);
    expect(Date.parse(waiting.goneAt) - Date.now()).toBeLessThanOrEqual(7 * DAY_MS);
    await stateIs('stopped');
    expect((await domain())?.power).toBe('off');
    expect(await usage()).toEqual({
      ...{ ...before, vms: before.vms - 1, vcpus: before.vcpus - 1, memoryMiB: before.memoryMiB - 512 },
      runningVcpus: before.runningVcpus - 1,
      runningMemoryMiB: before.runningMemoryMiB - 512,
    });
    const job = Job.parse(await (await alice.get(`/api/jobs/${answer.job!.id}`)).json());
    expect(job).toMatchObject({ state: 'succeeded', result: { how: 'polite' } });
  });

  it('counts what a machine holds until it is off', async () => {
    await change({ held: 'shutdown' });
    const { runningVcpus } = await usage();
    await remove();
    expect((await usage()).runningVcpus).toBe(runningVcpus);
    const held = (await domain())!;
    delete held.held;
    await host.write('domain', vmId, held);
    await stateIs('stopped');
    expect((await usage()).runningVcpus).toBe(runningVcpus - 1);
  });

  it('gives a machine back with all it had', async () => {
    const before = await usage();
    await database()
      .getRepository(RestorePointEntity)
      .insert({
        ...{ id: randomUUID(), vmId, name: 'avant', kind: 'own', withMemory: false, isMade: true },
        ...{ ownMiB: 0, sizeMiB: 0, vcpus: 1, memoryMiB: 512, diskGiB: 10, createdAt: new Date() },
      });
    await binned();
    const back = Vm.parse(await (await restore()).json());
    expect(back).toMatchObject({ id: vmId, name, state: 'stopped' });
    expect(back.allowedActions).toContain('start');
    expect(await inBin()).toBeUndefined();
    const points = await alice.get(`/api/vms/${vmId}/restore-points`);
    expect(await points.json()).toMatchObject([{ name: 'avant' }]);
    expect(await usage()).toEqual({
      ...before,
      runningVcpus: before.runningVcpus - 1,
      runningMemoryMiB: before.runningMemoryMiB - 512,
    });
    const lines = await database()
      .getRepository(AuditEntryEntity)
      .find({ where: { objectId: vmId, outcome: 'done' }, order: { id: 'ASC' } });
    expect(lines.map(({ action }) => action)).toEqual(['vm.delete', 'vm.restore']);
    expect(await refusal(await restore())).toEqual([404, 'not-found']);
    await alice.send('POST', `/api/vms/${vmId}/start`);
    await stateIs('running');
  });

  it('gives it back before it is off, too', async () => {
    await change({ held: 'shutdown' });
    await remove();
    expect((await restore()).status).toBe(202);
    const held = (await domain())!;
    delete held.held;
    await host.write('domain', vmId, held);
    // It was asked to shut down, and did: nothing asks it again.
    await stateIs('stopped');
    expect((await alice.get(`/api/vms/${vmId}`)).status).toBe(200);
  });

  it('leaves the memory of a suspended machine on its disk', async () => {
    await change({ power: 'saved' });
    await stateIs('suspended');
    const { job } = Vm.parse(await (await remove()).json());
    const now = async () => Job.parse(await (await alice.get(`/api/jobs/${job!.id}`)).json());
    await until('the job ends', async () => (await now()).finishedAt !== null);
    expect((await domain())?.power).toBe('saved');
    expect(Vm.parse(await (await restore()).json()).state).toBe('suspended');
  });

  it('frees the name, and gives a machine back only while nobody has taken it', async () => {
    await binned();
    const other = await addRunningVm(api, 'alice');
    const vms = database().getRepository(VmEntity);
    await vms.update({ id: other }, { name, nameKey: name });
    expect(await refusal(await restore())).toEqual([409, 'name-taken']);
    expect(await inBin()).toBeDefined();
    await vms.update({ id: other }, { name: other, nameKey: other });
    expect((await restore()).status).toBe(202);
  });

  it('gives nothing back for which there is no room, and says which rule forbids it', async () => {
    await binned();
    const me = (await (await alice.get('/api/auth/me')).json()) as { id: string };
    const { vms } = await usage();
    await admin.send('PUT', `/api/users/${me.id}/quota`, { vms });
    const refused = await restore();
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      type: '/problems/quota-exceeded',
      exceeded: [{ level: 'own', dimension: 'vms', used: vms, asked: 1, limit: vms }],
    });
    await admin.send('PUT', `/api/users/${me.id}/quota`, { vms: null });
    expect((await restore()).status).toBe(202);
  });

  it('is named, with what it holds, where there is no disk left', async () => {
    await binned();
    const me = (await (await alice.get('/api/auth/me')).json()) as { id: string };
    const { diskGiB } = await usage();
    const held = (await bin()).reduce((sum, vm) => sum + vm.diskGiB, 0);
    await admin.send('PUT', `/api/users/${me.id}/quota`, { diskGiB });
    const wish = { name: 'pleine', templateId: 'debian-server', username: 'eleve' };
    const passwords = { password: 'azerty1', rootPassword: 'azerty2' };
    const refused = await alice.send('POST', '/api/vms', { ...wish, ...passwords });
    expect(refused.status).toBe(409);
    const { detail } = (await refused.json()) as { detail: string };
    expect(detail.replaceAll(/\s/g, ' ')).toContain(
      `Les machines dans la corbeille en prennent ${held} Gio.`,
    );
    await admin.send('PUT', `/api/users/${me.id}/quota`, { diskGiB: null });
  });

  it('lets nothing go before its time, and everything after it', async () => {
    await binned();
    const goneAt = Date.parse((await inBin())!.goneAt);
    const clock = api.app.get(BinClock);
    await clock.run(new Date(goneAt - 1));
    await clock.run(new Date(goneAt), { endsByAge: false });
    expect(await record()).toMatchObject({ state: 'stopped' });
    await Promise.all([clock.run(new Date(goneAt)), clock.run(new Date(goneAt))]);
    await isGone();
    expect(await domain()).toBeNull();
    const lines = await database().getRepository(AuditEntryEntity).findBy({ objectId: vmId });
    expect(lines.filter(({ actorId }) => actorId === null)).toHaveLength(1);
  });

  it('tells the owner once, a day before', async () => {
    await binned();
    const goneAt = Date.parse((await inBin())!.goneAt);
    const clock = api.app.get(BinClock);
    const told = async () => {
      const notices = Notice.array().parse(await (await alice.get('/api/notices')).json());
      return notices.filter(({ kind, text }) => kind === 'vm-leaving-bin' && text.includes(name));
    };
    await clock.run(new Date(goneAt - DAY_MS - 1));
    await clock.run(new Date(goneAt - DAY_MS), { endsByAge: false });
    expect(await told()).toEqual([]);
    for (const left of [DAY_MS, DAY_MS - 1, 1]) await clock.run(new Date(goneAt - left));
    expect(await told()).toMatchObject([{ link: '/machines/corbeille' }]);
  });

  it('lets one wait anew that was taken out and deleted again', async () => {
    await binned();
    const first = new Date((await inBin())!.goneAt);
    await restore();
    await binned();
    await api.app.get(BinClock).run(first);
    expect(await record()).toMatchObject({ state: 'stopped' });
  });

  it('switches off again what somebody started in it', async () => {
    await binned();
    await change({ power: 'running' });
    await stateIs('running');
    await api.app.get(BinClock).run(new Date());
    await stateIs('stopped');
    expect((await domain())?.power).toBe('off');
  });

  it('lets its owner delete for good, and nobody bring back what is on its way', async () => {
    await binned();
    await change({ held: 'remove' });
    const answer = await alice.send('DELETE', `/api/bin/${vmId}`);
    expect(answer.status).toBe(202);
    expect(Vm.parse(await answer.json())).toMatchObject({ state: 'deleting', job: { kind: 'delete' } });
    expect(await refusal(await restore())).toEqual([409, 'not-possible-now']);
    expect((await alice.send('DELETE', `/api/bin/${vmId}`)).status).toBe(202);
    const held = (await domain())!;
    delete held.held;
    await host.write('domain', vmId, held);
    await isGone();
    expect(await domain()).toBeNull();
    expect((await alice.send('DELETE', `/api/bin/${vmId}`)).status).toBe(404);
  });

  it('is emptied by administrators alone', async () => {
    await binned();
    const [bob, prof] = [await signIn(api, 'bob'), await signIn(api, 'prof')];
    expect(await inBin(bob)).toBeUndefined();
    expect(await refusal(await restore(bob))).toEqual([404, 'not-found']);
    expect((await bob.send('DELETE', `/api/bin/${vmId}`)).status).toBe(404);
    expect(await inBin(prof)).toMatchObject({ owner: { username: 'alice' } });
    for (const visitor of [alice, prof]) expect((await visitor.send('DELETE', '/api/bin')).status).toBe(403);
    expect((await fetch(`${api.url}/api/bin`)).status).toBe(401);
    expect((await restore(prof)).status).toBe(202);
    await binned();
    expect((await admin.send('DELETE', '/api/bin')).status).toBe(202);
    await isGone();
    await until('it is empty', async () => (await bin(admin)).length === 0);
  });

  it('does not take what has no machine', async () => {
    await host.remove('domain', vmId);
    await stateIs('failed');
    expect((await remove()).status).toBe(202);
    await isGone();
    expect(await inBin()).toBeUndefined();
  });
});
