import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clearing, GroupClearing, Notice, type VmState } from '@vm-manager/contracts';
import { join } from 'node:path';
import { DataSource, IsNull } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { FakeHost, type FakeDomain } from '../../hosts/fake-host/fake-host.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { addRunningVm } from '../console-gateway/testing/console-visitor.js';
import { VmEntity } from '../vms/vm.entity.js';
import { ClearingClock } from './clearing-clock.js';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

describe('clearing', () => {
  let api: TestApi;
  let host: FakeHost;
  let alice: Visitor;
  let prof: Visitor;
  let admin: Visitor;
  let groupId: string;
  let vmId: string;
  /** When the clock looked first. */
  let start: Date;
  beforeAll(async () => {
    api = await startApi({ env: { VMM_BIN_DAYS: '7' } });
    host = new FakeHost(join(api.dataDir, 'data/fake-host'));
    [alice, prof, admin] = await Promise.all([
      signIn(api, 'alice'),
      signIn(api, 'prof'),
      signIn(api, 'admin'),
    ]);
    groupId = (await database().getRepository(GroupEntity).findOneByOrFail({ name: 'demo' })).id;
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    vmId = await addRunningVm(api, 'alice');
    await database().getRepository(VmEntity).update({ id: vmId }, { groupId });
    await power('off', 'stopped');
    start = new Date();
    await look(start);
  });
  afterEach(async () => {
    await set(groupId, { endsOn: null, unusedDays: null, keepDays: null });
    await admin.send('PUT', '/api/clearing/default', { unusedDays: 0, keepDays: 30 });
    await until('all jobs end', async () => !(await jobs().existsBy({ finishedAt: IsNull() })));
    for (const id of await host.names('domain')) await host.remove('domain', id);
    await database().query('DELETE FROM vms');
    await database().query('DELETE FROM quota_charges');
    await database().query('DELETE FROM notices');
  });

  const database = () => api.app.get(DataSource);
  const jobs = () => database().getRepository(JobEntity);
  const power = async (power: FakeDomain['power'], state: VmState) => {
    await host.write('domain', vmId, { ...(await host.read('domain', vmId))!, power });
    await until(state, async () => (await vm()).state === state);
  };
  const look = (now: Date) => api.app.get(ClearingClock).look(now);
  const vm = () => database().getRepository(VmEntity).findOneByOrFail({ id: vmId });
  const after = (ms: number, from = start) => new Date(from.getTime() + ms);
  const set = async (id: string, rule: object) => {
    const answer = await prof.send('PUT', `/api/groups/${id}/clearing`, rule);
    expect(answer.status).toBe(200);
    return GroupClearing.parse(await answer.json());
  };
  const list = async (visitor = alice) =>
    Clearing.array().parse(await (await visitor.get('/api/clearings')).json());
  const told = async () => {
    const notices = Notice.array().parse(await (await alice.get('/api/notices')).json());
    return notices.filter(({ kind }) => kind === 'vm-clearing');
  };

  it('does nothing as long as no rule is set', async () => {
    await look(after(1000 * DAY_MS));
    expect([await vm(), await told()]).toMatchObject([{ goneAt: null }, []]);
  });

  it('puts the machines of a class that has ended into the bin, told a week, a day and an hour before', async () => {
    await set(groupId, { endsOn: '2031-06-30' });
    // The last day is over at midnight in Paris.
    const end = new Date('2031-06-30T22:00:00Z');
    await look(after(-7 * DAY_MS - 1, end));
    expect(await told()).toEqual([]);
    for (const [before, count] of [
      [7 * DAY_MS, 1],
      [DAY_MS + 1, 1],
      [DAY_MS, 2],
      [HOUR_MS + 1, 2],
      [HOUR_MS, 3],
      [1, 3],
    ] as const) {
      await look(after(-before, end));
      expect([before, (await told()).length]).toEqual([before, count]);
    }
    expect(await list()).toMatchObject([
      { vm: { id: vmId }, reason: 'class-ends', dueAt: end.toISOString(), keepDays: 30 },
    ]);
    expect((await told()).every(({ text }) => text.includes('demo'))).toBe(true);
    expect(await vm()).toMatchObject({ goneAt: null });
    await Promise.all([look(end), look(end)]);
    expect((await vm()).goneAt).not.toBeNull();
    expect([await list(), (await told()).filter(({ readAt }) => readAt === null)]).toEqual([[], []]);
  });

  it('gives a week from the first word, whatever day the rule names', async () => {
    await set(groupId, { endsOn: '2020-01-01' });
    await look(start);
    expect(await list()).toMatchObject([{ dueAt: after(7 * DAY_MS).toISOString() }]);
    // The server was off meanwhile: each word still comes in its full time.
    await look(after(20 * DAY_MS));
    expect(await list()).toMatchObject([{ dueAt: after(21 * DAY_MS).toISOString() }]);
    await look(after(30 * DAY_MS));
    expect(await list()).toMatchObject([{ dueAt: after(30 * DAY_MS + HOUR_MS).toISOString() }]);
    await look(after(30 * DAY_MS + HOUR_MS));
    expect((await vm()).goneAt).not.toBeNull();
  });

  it('counts the days since a machine was on, by default or as its class says', async () => {
    await admin.send('PUT', '/api/clearing/default', { unusedDays: 30, keepDays: 0 });
    await look(after(23 * DAY_MS));
    expect(await list()).toMatchObject([{ reason: 'unused', dueAt: after(30 * DAY_MS).toISOString() }]);
    const { byDefault } = await set(groupId, { unusedDays: 60 });
    expect(byDefault).toEqual({ unusedDays: 30, keepDays: 0 });
    await look(after(23 * DAY_MS));
    expect(await list()).toEqual([]);
    await set(groupId, { unusedDays: 0 });
    await look(after(500 * DAY_MS));
    expect(await list()).toEqual([]);
    await set(groupId, { unusedDays: null });
    await power('running', 'running');
    await look(after(501 * DAY_MS));
    expect(await list()).toEqual([]);
  });

  it('lets the owner say that it is still needed, where the rule allows it', async () => {
    await set(groupId, { endsOn: '2020-01-01', keepDays: 0 });
    await look(start);
    const keep = (visitor: Visitor) => visitor.send('POST', `/api/vms/${vmId}/keep`);
    expect((await keep(alice)).status).toBe(409);
    await set(groupId, { keepDays: 30 });
    expect((await keep(await signIn(api, 'bob'))).status).toBe(404);
    expect((await keep(alice)).status).toBe(204);
    expect((await keep(alice)).status).toBe(204);
    expect([await list(), (await told()).filter(({ readAt }) => readAt === null)]).toEqual([[], []]);
    await look(after(29 * DAY_MS));
    expect(await list()).toEqual([]);
    await look(after(30 * DAY_MS));
    expect(await list()).toMatchObject([{ dueAt: after(37 * DAY_MS).toISOString() }]);
  });

  it('never moves a date that was told nearer, and forgets it once the rule is gone', async () => {
    await set(groupId, { endsOn: '2031-06-30' });
    const end = new Date('2031-06-30T22:00:00Z');
    await look(after(-HOUR_MS, end));
    expect(await list()).toMatchObject([{ dueAt: '2031-07-07T21:00:00.000Z' }]);
    await set(groupId, { endsOn: '2031-07-04' });
    await look(after(DAY_MS, end));
    expect(await list()).toMatchObject([{ dueAt: '2031-07-07T21:00:00.000Z' }]);
    await set(groupId, { endsOn: '2031-07-07' });
    await look(after(DAY_MS, end));
    expect(await list()).toMatchObject([{ dueAt: '2031-07-07T22:00:00.000Z' }]);
    await set(groupId, { endsOn: null });
    await look(after(DAY_MS, end));
    expect([await list(), (await told()).filter(({ readAt }) => readAt === null)]).toEqual([[], []]);
  });

  it('is the teachers’ to set for their classes, and the administrators’ by default', async () => {
    for (const visitor of [alice, prof]) {
      expect((await visitor.get('/api/clearing/default')).status).toBe(403);
      expect(
        (await visitor.send('PUT', '/api/clearing/default', { unusedDays: 1, keepDays: 1 })).status,
      ).toBe(403);
    }
    expect((await alice.get(`/api/groups/${groupId}/clearing`)).status).toBe(403);
    expect((await prof.send('PUT', `/api/groups/${groupId}/clearing`, { endsOn: '30/06/2031' })).status).toBe(
      400,
    );
    expect((await fetch(`${api.url}/api/clearings`)).status).toBe(401);
    await set(groupId, { endsOn: '2020-01-01' });
    await look(start);
    expect(await list(prof)).toMatchObject([{ owner: { username: 'alice' } }]);
    expect(await list(await signIn(api, 'bob'))).toEqual([]);
  });
});
