import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Job, Vm } from '@vm-manager/contracts';
import * as z from 'zod';
import { signIn, type Visitor } from '../testing/sign-in.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { until } from '../testing/until.js';

let api: TestApi;
let alice: Visitor;
beforeAll(async () => {
  api = await startApi({ env: { VMM_JOBS_PER_HOST: '1' } });
  alice = await signIn(api, 'alice');
});
afterAll(() => api.stop());

const create = async (name: string) =>
  alice.send('POST', '/api/vms', {
    ...{ name, templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 512, diskGiB: 10 },
    ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
  });
const list = async () => z.array(Vm).parse(await (await alice.get('/api/vms')).json());
const waiting = async () =>
  (await list())
    .flatMap(({ job }) => (job?.turn ? [job] : []))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));

it('whoever waits for a slot is told the place and when it is likely to start, until it does', async () => {
  for (const name of ['un', 'deux', 'trois']) await create(name);
  await until('one runs and two wait', async () => (await waiting()).length === 2);
  const [next, last] = await waiting();
  expect([next?.turn?.place, last?.turn?.place]).toEqual([1, 2]);
  const startsAt = (job: Job | undefined) => Date.parse(job?.turn?.startsAt ?? '');
  expect(startsAt(next)).toBeGreaterThan(Date.parse(next?.createdAt ?? ''));
  expect(startsAt(last) - startsAt(next)).toBe((next?.estimatedSeconds ?? 0) * 1000);
  // Called off while it waits: the next one moves up.
  await alice.send('POST', `/api/jobs/${next?.id}/cancel`);
  const shown = async () => Job.parse(await (await alice.get(`/api/jobs/${last?.id}`)).json());
  await until('the last one has moved up or started', async () => (await shown()).turn?.place !== 2);
  await until('it has ended', async () => (await shown()).state === 'succeeded');
  expect((await shown()).turn).toBeUndefined();
});
