import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Job } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { signIn, type Visitor } from '../testing/sign-in.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { until } from '../testing/until.js';
import type { JobPlan } from './job-plan.js';
import { JobPlanRegistry } from './job-plan-registry.js';
import { JobEntity } from './job.entity.js';
import { JobOrders, type NewJob } from './job-orders.js';

const given: unknown[] = [];
const plan: JobPlan<'set-password'> = {
  kind: 'set-password',
  steps: {
    'set-password': {
      seconds: 1,
      run: async ({ input, secrets }) => void given.push({ input, secrets }),
    },
  },
  lock: async () => null,
  settle: async () => async () => undefined,
};

let api: TestApi;
let database: DataSource;
let admin: Visitor;
beforeAll(async () => {
  api = await startApi();
  api.app.get(JobPlanRegistry).register(plan);
  database = api.app.get(DataSource);
  admin = await signIn(api, 'admin');
});
afterAll(() => api.stop());

const job = (values: object, change: Partial<JobEntity> = {}): Promise<JobEntity> =>
  database.transaction(async (tx) => {
    const created = await api.app.get(JobOrders).create(tx, {
      ...{ subject: { kind: 'platform', id: randomUUID() }, ownerId: null, actorId: null },
      ...{ kind: 'set-password', estimateGroup: 'a test', ...values },
    } as NewJob);
    // In the transaction in which it is sent: no worker sees it as it was.
    if (Object.keys(change).length > 0) await tx.update(JobEntity, { id: created.id }, change);
    return created;
  });

async function ended({ id }: JobEntity): Promise<Job> {
  const shown = async () => Job.parse(await (await admin.get(`/api/jobs/${id}`)).json());
  await until('the job has ended', async () => (await shown()).finishedAt !== null);
  return shown();
}

const VALUES = { input: { account: 'eleve' }, secrets: { password: 'un secret' } };

describe('what a job is given', () => {
  it('reaches its steps as its kind declares it, and nothing else does', async () => {
    const { input } = await job({ ...VALUES, input: { ...VALUES.input, more: 'than is declared' } });
    expect(input).toEqual(VALUES.input);
    await until('the step has run', () => given.length > 0);
    expect(given).toEqual([VALUES]);
  });

  it.each([
    ['no input', { secrets: VALUES.secrets }],
    ['no secrets', { input: VALUES.input }],
    ['another input', { ...VALUES, input: { account: 7 } }],
  ])('is refused before there is a job when it is %s', async (_, values) => {
    await expect(job(values)).rejects.toThrow('Invalid input');
  });

  it.each([
    ['an input that its kind no longer takes', { input: { name: 'of another version' } }],
    ['without the secrets that it needs', { sealedSecrets: null }],
  ])('is looked at again when it is run: %s is no step’s', async (_, change) => {
    given.length = 0;
    expect(await ended(await job(VALUES, change))).toMatchObject({
      state: 'failed',
      problem: { type: '/problems/internal-error' },
      steps: [{ name: 'set-password', state: 'pending' }],
    });
    expect(given).toEqual([]);
  });
});

describe('a step whose length depends on its subject', () => {
  it('moves the progress while it says nothing itself', async () => {
    const { promise: guestIsUp, resolve: comeUp } = Promise.withResolvers<void>();
    const run = () => guestIsUp;
    const silent = { ...plan, steps: { 'set-password': { seconds: 1, varies: true, run } } };
    api.app.get(JobPlanRegistry).register(silent);
    const { id } = await job(VALUES);
    const shown = async () => Job.parse(await (await admin.get(`/api/jobs/${id}`)).json());
    await until('it has moved', async () => (await shown()).progress > 0);
    expect(await shown()).toMatchObject({ state: 'running', step: 'set-password' });
    comeUp();
    await until('the job has ended', async () => (await shown()).state === 'succeeded');
    api.app.get(JobPlanRegistry).register(plan);
  });
});
