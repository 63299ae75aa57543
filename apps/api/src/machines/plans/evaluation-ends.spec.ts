import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Notice, Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { EvaluationEnds } from './evaluation-ends.js';
import { VmEntity } from '../vms/vm.entity.js';

const DAY_MS = 86_400_000;
const request = {
  ...{ name: 'ad1', templateId: 'windows-server', username: 'eleve' },
  ...{ password: 'Aa1 $(x)"é', rootPassword: 'Bb2 eleve' },
};

describe('a Windows machine', () => {
  let api: TestApi;
  let alice: Visitor;
  let vm: Vm;

  beforeAll(async () => {
    api = await startApi();
    alice = await signIn(api, 'alice');
  });
  afterAll(() => api.stop());

  const read = async (path: string, visitor = alice) =>
    (await (await visitor.get(path, { 'accept-language': 'fr' })).json()) as never;
  const notices = async (visitor = alice) =>
    ((await read('/api/notices', visitor)) as Notice[]).filter(({ kind }) => kind === 'evaluation-ending');
  const look = (daysFromNow: number) =>
    api.app
      .get(EvaluationEnds)
      .look(new AbortController().signal, new Date(Date.now() + daysFromNow * DAY_MS));

  it('wants passwords and an account that Windows takes', async () => {
    const wrong = { ...request, username: 'x'.repeat(21), password: 'alllower1', rootPassword: 'Short1' };
    const answer = await alice.send('POST', '/api/vms', wrong);
    expect(answer.status).toBe(400);
    const { errors } = (await answer.json()) as { errors: { pointer: string; detail: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/username', '/password', '/rootPassword']);
  });

  it('is made in what its template says that takes, not in what Debian takes', async () => {
    const answer = await alice.send('POST', '/api/vms', request);
    expect(answer.status).toBe(202);
    vm = (await answer.json()) as Vm;
    expect(vm.job?.estimatedSeconds).toBe(1500);
    await until('it runs', async () => {
      vm = await read(`/api/vms/${vm.id}`);
      return vm.state === 'running' && vm.job?.state === 'succeeded';
    });
    expect(vm).toMatchObject({ vcpus: 2, memoryMiB: 6144, diskGiB: 60 });
  });

  it('says when its trial ends, in the list too', async () => {
    const days = (Date.parse(vm.evaluationEndsAt ?? '') - Date.now()) / DAY_MS;
    expect(days).toBeGreaterThan(179);
    expect(days).toBeLessThan(181);
    const [listed] = (await read('/api/vms')) as Vm[];
    expect(listed?.evaluationEndsAt).toBe(vm.evaluationEndsAt);
  });

  it('has its owner and the administrators told 30 days ahead, once, and what comes then', async () => {
    const admin = await signIn(api, 'admin');
    await look(140);
    expect([await notices(), await notices(admin)]).toEqual([[], []]);
    await look(155);
    await look(156);
    for (const visitor of [alice, admin]) {
      const told = await notices(visitor);
      expect(told).toHaveLength(1);
      expect(told[0]?.text).toMatch(
        /«\sad1\s» se termine le .* Ensuite, Windows s’éteint de lui-même toutes les heures/,
      );
      expect(told[0]?.link).toBe(`/machines/${vm.id}`);
    }
  });

  it('is asked again when it runs, as activation moves the date', async () => {
    const vms = api.app.get(DataSource).getRepository(VmEntity);
    await vms.update({ id: vm.id }, { evaluationEndsAt: new Date(Date.now() + 10 * DAY_MS) });
    await look(0);
    const { evaluationEndsAt } = await vms.findOneByOrFail({ id: vm.id });
    expect(Number(evaluationEndsAt)).toBeGreaterThan(Date.now() + 170 * DAY_MS);
  });

  it('is on trial alone: a Debian one is not', async () => {
    const bob = await signIn(api, 'bob');
    const debian = { ...request, templateId: 'debian-server', name: 'web' };
    const { id } = (await (await bob.send('POST', '/api/vms', debian)).json()) as Vm;
    const seen = async () => (await read(`/api/vms/${id}`, bob)) as Vm;
    await until('it runs', async () => (await seen()).state === 'running');
    expect((await seen()).evaluationEndsAt).toBeNull();
  });
});
