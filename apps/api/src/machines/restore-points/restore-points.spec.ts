import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Job, Quota, RestorePoint, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { FakeHost, type FakeDomain } from '../../hosts/fake-host/fake-host.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { addRunningVm } from '../console-gateway/testing/console-visitor.js';
import { QuotaChargeEntity } from '../quotas/quota-charge.entity.js';
import { VmEntity } from '../vms/vm.entity.js';
import { RestorePointEntity } from './restore-point.entity.js';

describe('restore points', () => {
  let api: TestApi;
  let host: FakeHost;
  let alice: Visitor;
  let vmId: string;
  beforeAll(async () => {
    api = await startApi({ env: { VMM_RESTORE_POINTS: '2' } });
    host = new FakeHost(join(api.dataDir, 'data/fake-host'));
    alice = await signIn(api, 'alice');
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    vmId = await addRunningVm(api, 'alice');
  });

  /** What the tests made is gone behind the API's back, so that it counts no more. */
  afterEach(async () => {
    const dataSource = api.app.get(DataSource);
    await host.remove('domain', vmId);
    await dataSource.getRepository(VmEntity).delete({ id: vmId });
    await dataSource.getRepository(QuotaChargeEntity).delete({ vmId });
  });

  const path = (rest = '') => `/api/vms/${vmId}/restore-points${rest}`;
  const vm = async () => Vm.parse(await (await alice.get(`/api/vms/${vmId}`)).json());
  const isIn = (state: Vm['state']) => until(state, async () => (await vm()).state === state);
  const domain = async () => (await host.read('domain', vmId))!;
  const change = async (what: Partial<FakeDomain>) =>
    host.write('domain', vmId, { ...(await domain()), ...what });
  /** Lets go of what is held. */
  async function release(): Promise<FakeDomain> {
    const released = await domain();
    delete released.held;
    await host.write('domain', vmId, released);
    return released;
  }
  const list = async () => RestorePoint.array().parse(await (await alice.get(path())).json());
  const refusal = async (answer: Response) => [
    answer.status,
    ((await answer.json()) as { type: string }).type.replace('/problems/', ''),
  ];
  /** What became of the job that the answer tells of. */
  async function ended(answer: Response): Promise<Job> {
    expect(answer.status).toBe(202);
    const { job } = Vm.parse(await answer.json());
    const now = async () => Job.parse(await (await alice.get(`/api/jobs/${job!.id}`)).json());
    await until('the job ends', async () => (await now()).finishedAt !== null);
    return now();
  }
  const make = async (name = 'avant') => {
    const job = await ended(await alice.send('POST', path(), { name }));
    expect(job).toMatchObject({ kind: 'make-restore-point', state: 'succeeded' });
    return (await list()).at(-1)!;
  };
  const goBack = (id: string, body?: object) => alice.send('POST', path(`/${id}/revert`), body);

  it('of a machine that runs have its memory: it goes on there, with the size of then', async () => {
    const point = await make('avant la mise à jour');
    expect(point).toMatchObject({ kind: 'own', withMemory: true, isCurrent: true, sizeMiB: 200, vcpus: 1 });
    expect((await alice.send('PATCH', `/api/vms/${vmId}`, { vcpus: 2, diskGiB: 12 })).status).toBe(202);
    await until(
      'it has the size',
      async () => (await vm()).job?.state === 'succeeded' && (await vm()).vcpus === 2,
    );
    await change({ power: 'off' });
    await isIn('stopped');
    const job = await ended(await goBack(point.id));
    expect(job).toMatchObject({ kind: 'revert', state: 'succeeded' });
    expect(await vm()).toMatchObject({ state: 'running', vcpus: 1, diskGiB: 10, atNextStart: null });
    expect((await domain()).power).toBe('running');
  });

  it('without memory leave a machine off that was off, and start one that ran', async () => {
    await change({ power: 'off' });
    await isIn('stopped');
    const { id, withMemory } = await make();
    expect(withMemory).toBe(false);
    await ended(await goBack(id));
    expect((await vm()).state).toBe('stopped');
    await ended(await alice.send('POST', `/api/vms/${vmId}/start`));
    await ended(await goBack(id));
    await isIn('running');
  });

  it('keep the present first when that is asked', async () => {
    const { id } = await make();
    await ended(await goBack(id, { keepAs: 'le présent' }));
    const points = await list();
    expect(points.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
      ['avant', true],
      ['le présent', false],
    ]);
    expect(await refusal(await goBack(id, { keepAs: 'encore' }))).toEqual([409, 'too-many-restore-points']);
    expect(await refusal(await alice.send('POST', path(), { name: 'encore' }))).toEqual([
      409,
      'too-many-restore-points',
    ]);
    await ended(await alice.send('DELETE', path(`/${points[1]!.id}`)));
    expect((await list()).map(({ name }) => name)).toEqual(['avant']);
    expect(Object.keys((await domain()).points!)).toEqual([id]);
  });

  it('count as disk, rounded up, and no more when they are gone', async () => {
    const used = async () => Quota.parse(await (await alice.get('/api/quota')).json()).usage.diskGiB;
    // The first change of such a VM is what charges it.
    await ended(await alice.send('DELETE', path(`/${(await make()).id}`)));
    const before = await used();
    const { id } = await make();
    expect(await used()).toBe(before + 1);
    await ended(await alice.send('DELETE', path(`/${id}`)));
    expect(await used()).toBe(before);
    const admin = await signIn(api, 'admin');
    const { id: aliceId } = (await (await alice.get('/api/auth/me')).json()) as { id: string };
    await admin.send('PUT', `/api/users/${aliceId}/quota`, { diskGiB: before });
    expect(await refusal(await alice.send('POST', path(), { name: 'trop' }))).toEqual([
      409,
      'quota-exceeded',
    ]);
    expect(await list()).toEqual([]);
    await admin.send('PUT', `/api/users/${aliceId}/quota`, { diskGiB: null });
  });

  it('that make a machine run again need room for it', async () => {
    const { id } = await make();
    await change({ power: 'off' });
    await isIn('stopped');
    const admin = await signIn(api, 'admin');
    const { id: aliceId } = (await (await alice.get('/api/auth/me')).json()) as { id: string };
    const { usage } = Quota.parse(await (await alice.get('/api/quota')).json());
    await admin.send('PUT', `/api/users/${aliceId}/quota`, { runningVcpus: usage.runningVcpus });
    expect(await refusal(await goBack(id))).toEqual([409, 'quota-exceeded']);
    expect((await vm()).state).toBe('stopped');
    await admin.send('PUT', `/api/users/${aliceId}/quota`, { runningVcpus: null });
  });

  it('are made one at a time; one that is cancelled leaves nothing', async () => {
    await change({ held: 'make-point' });
    const answer = await alice.send('POST', path(), { name: 'un' });
    const { job } = Vm.parse(await answer.clone().json());
    expect(await refusal(await alice.send('POST', path(), { name: 'deux' }))).toEqual([
      409,
      'not-possible-now',
    ]);
    expect((await alice.send('POST', `/api/jobs/${job!.id}/cancel`)).status).toBeLessThan(300);
    expect((await ended(answer)).state).toBe('cancelled');
    const released = await release();
    expect(await list()).toEqual([]);
    const { pointsGiB } = await api.app.get(DataSource).getRepository(VmEntity).findOneByOrFail({ id: vmId });
    expect([pointsGiB, Object.keys(released.points ?? {})]).toEqual([0, []]);
    await make();
  });

  it('that cannot be gone back to leave the machine its size', async () => {
    const { id } = await make();
    await api.app.get(DataSource).getRepository(RestorePointEntity).update({ id }, { diskGiB: 15, vcpus: 2 });
    const before = await vm();
    // Someone removed it from the host.
    await change({ points: {} });
    expect((await ended(await goBack(id))).state).toBe('failed');
    const { state, vcpus, diskGiB, atNextStart } = before;
    expect(await vm()).toMatchObject({ state, vcpus, diskGiB, atNextStart });
  });

  it('show that the machine goes back', async () => {
    const { id } = await make();
    await change({ held: 'go-back' });
    const answer = await goBack(id);
    expect(Vm.parse(await answer.clone().json()).state).toBe('restoring');
    await release();
    expect((await ended(answer)).state).toBe('succeeded');
  });

  it('are nobody else’s, and no bad name or id is taken', async () => {
    const { id } = await make();
    const bob = await signIn(api, 'bob');
    for (const answer of [
      await bob.get(path()),
      await bob.send('POST', path(), { name: 'x' }),
      await bob.send('POST', path(`/${id}/revert`)),
      await bob.send('DELETE', path(`/${id}`)),
      await goBack(randomUUID()),
      await alice.send('DELETE', path('/none')),
    ])
      expect(await refusal(answer)).toEqual([404, 'not-found']);
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(81), 7, null])
      expect(await refusal(await alice.send('POST', path(), { name }))).toEqual([400, 'invalid-request']);
    expect((await goBack(id, { keepAs: '' })).status).toBe(400);
    expect((await fetch(`${api.url}${path()}`)).status).toBe(401);
    const prof = await signIn(api, 'prof');
    expect((await prof.get(path())).status).toBe(200);
  });

  it('begin with the state in which the machine was made, and go with it', async () => {
    const made = await alice.send('POST', '/api/vms', {
      ...{ name: `neuve-${randomUUID().slice(0, 8)}`, templateId: 'debian-server' },
      ...{ username: 'eleve', password: 'azerty1', rootPassword: 'azerty2', vcpus: 1, memoryMiB: 512 },
      diskGiB: 10,
    });
    vmId = Vm.parse(await made.clone().json()).id;
    expect((await ended(made)).state).toBe('succeeded');
    const [first, ...others] = await list();
    expect(first).toMatchObject({ kind: 'initial', withMemory: false, isCurrent: true, sizeMiB: 0 });
    expect(others).toEqual([]);
    await make();
    await ended(await goBack(first!.id));
    await isIn('running');
    await change({ power: 'off' });
    await isIn('stopped');
    await ended(await goBack((await list()).at(-1)!.id));
    expect((await alice.send('DELETE', `/api/vms/${vmId}`)).status).toBe(202);
    await until('it is gone', async () => (await alice.get(path())).status === 404);
  });
});
