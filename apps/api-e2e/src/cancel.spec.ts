import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ApiProcess } from './support/api-process.js';
import { eventually } from './support/eventually.js';
import { Installation, NOTHING } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let bob: Visitor;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start({ VMM_JOBS_PER_HOST: '1' });
  alice = await signIn(api, 'alice');
  bob = await signIn(api, 'bob');
});
afterAll(() => installation.dispose());

const isRunning = (jobId: string, step: string) =>
  eventually(`the job is at ${step}`, async () => (await alice.job(jobId)).step === step);

const callOff = (jobId: string) => alice.send('POST', `/api/jobs/${jobId}/cancel`);

it('of a VM whose turn has not come leaves nothing, and those before it alone', async () => {
  const first = await alice.create('en-cours');
  await isRunning(first.job!.id, 'make-machine');
  const waiting = await alice.create('en-attente');
  // The host takes one heavy job at a time: this one cannot begin.
  await json(await callOff(waiting.job!.id), 200);
  const cancelled = await alice.ended(waiting.job!.id);
  expect(cancelled).toMatchObject({ state: 'cancelled', startedAt: null });
  await alice.gone(waiting.id);

  await alice.reached(first.id, 'running');
  expect((await installation.remains()).domains).toEqual([first.id]);
  expect((await installation.remains()).folders).toHaveLength(1);
  await alice.remove(first.id);
  await alice.gone(first.id);
  expect(await installation.remains()).toEqual(NOTHING);
});

it('of a VM that is being made leaves nothing, and its name is free again', async () => {
  const vm = await alice.create('regret');
  await isRunning(vm.job!.id, 'make-machine');
  await eventually('the machine exists', async () => (await installation.remains()).domains.length === 1);
  await json(await callOff(vm.job!.id), 200);
  const job = await alice.ended(vm.job!.id);
  expect(job).toMatchObject({ state: 'cancelled', step: null });
  await alice.gone(vm.id);
  expect(await installation.remains()).toEqual(NOTHING);

  const again = await alice.create('regret');
  await json(await callOff(again.job!.id), 200);
  await alice.gone(again.id);
  expect(await installation.remains()).toEqual(NOTHING);
});

it('is refused for what is over, for a deletion, and to strangers', async () => {
  const vm = await alice.created('fini');
  const over = `/api/jobs/${vm.job!.id}/cancel`;
  expect(await alice.problem('POST', over)).toMatchObject({
    status: 409,
    type: '/problems/not-possible-now',
  });
  expect((await bob.problem('POST', over)).status).toBe(404);

  // Somebody's creation takes the host; the deletion is no heavy work and does not wait for it.
  const { job } = await alice.remove(vm.id);
  const deletion = await alice.problem('POST', `/api/jobs/${job!.id}/cancel`);
  expect(deletion).toMatchObject({ status: 409, type: '/problems/not-possible-now' });
  await alice.gone(vm.id);
  expect((await alice.job(job!.id)).state).toBe('succeeded');
});

it('comes by itself when the VM is deleted while it is being made', async () => {
  const vm = await alice.create('ephemere');
  await isRunning(vm.job!.id, 'make-machine');
  const deleting = await alice.remove(vm.id);
  expect(deleting.state).toBe('deleting');
  // Asked twice, it is deleted once.
  expect((await alice.remove(vm.id)).job?.id).toBe(deleting.job?.id);
  await alice.gone(vm.id);
  expect((await alice.job(vm.job!.id)).state).toBe('cancelled');
  expect((await alice.job(deleting.job!.id)).state).toBe('succeeded');
  expect(await installation.remains()).toEqual(NOTHING);
});
