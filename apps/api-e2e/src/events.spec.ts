import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Vm } from '@vm-manager/contracts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiProcess } from './support/api-process.js';
import { eventually } from './support/eventually.js';
import type { EventStream } from './support/event-stream.js';
import { Installation } from './support/installation.js';
import { signIn, type Visitor } from './support/visitor.js';
import { tellTime } from './support/tell-time.js';

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let bob: Visitor;
let prof: Visitor;
let vm: Vm;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start();
  [alice, bob, prof] = (await Promise.all(['alice', 'bob', 'prof'].map((name) => signIn(api, name)))) as [
    Visitor,
    Visitor,
    Visitor,
  ];
  vm = await alice.created('observee');
});
afterAll(() => installation.dispose());

const isNow = (state: Vm['state']) => (told: Vm | { id: string; gone: true }) =>
  'state' in told && told.id === vm.id && told.state === state;

it('goes on after the event that a reader saw last', async () => {
  const first = await alice.events();
  await alice.act(vm.id, 'suspend');
  await first.next('vm', isNow('suspended'));
  await alice.reached(vm.id, 'suspended');
  const seen = first.lastId;
  await first.close();
  expect(Number(seen)).toBeGreaterThan(0);

  await alice.act(vm.id, 'resume');
  await alice.reached(vm.id, 'running');
  const resumed = await alice.events({ 'last-event-id': seen });
  const missed = await resumed.next('job', (job) => job.kind === 'resume' && job.state === 'succeeded');
  expect(Number(missed.id)).toBeGreaterThan(Number(seen));
  await resumed.next('vm', isNow('running'));
  await resumed.close();

  // Who asks for nothing old gets nothing old.
  const fresh = await alice.events();
  await alice.act(vm.id, 'reset');
  await fresh.next('job', (job) => job.kind === 'reset' && job.state === 'succeeded');
  expect(fresh.all('job').map(({ kind }) => kind)).not.toContain('resume');
  await fresh.close();
});

it('tells each only what they may see', async () => {
  const streams = await Promise.all([alice, bob, prof].map((visitor) => visitor.events()));
  const [ofAlice, ofBob, ofProf] = streams as [EventStream, EventStream, EventStream];
  const { job } = await alice.act(vm.id, 'reset');
  // What comes after it on the same streams shows that it would have come.
  const own = await bob.create('de-bob');
  await ofBob.next('vm', (told) => told.id === own.id);
  await ofAlice.next('job', ({ id, state }) => id === job!.id && state === 'succeeded');
  await ofProf.next('job', ({ id, state }) => id === job!.id && state === 'succeeded');
  await ofProf.next('vm', (told) => told.id === own.id);
  await bob.reached(own.id, 'running');
  await ofBob.next('log', ({ vmId }) => vmId === own.id);

  const subjects = (stream: EventStream) => [
    ...stream.all('vm').map(({ id }) => id),
    ...stream.all('job').map(({ vmId }) => vmId),
    ...stream.all('log').map(({ vmId }) => vmId),
  ];
  expect(new Set(subjects(ofBob))).toEqual(new Set([own.id]));
  expect(new Set(subjects(ofAlice))).toEqual(new Set([vm.id]));
  expect(new Set(subjects(ofProf))).toEqual(new Set([vm.id, own.id]));

  // Nor by asking for what was.
  const curious = await bob.events({ 'last-event-id': '0' });
  await curious.next('vm', (told) => told.id === own.id);
  await bob.remove(own.id);
  await curious.next('vm', (told) => 'gone' in told && told.id === own.id);
  expect(new Set(subjects(curious))).toEqual(new Set([own.id]));
  for (const stream of [...streams, curious]) await stream.close();
});

it('shows what was done behind our back, pushed and in lists', async () => {
  const stream = await alice.events();
  for (const [power, state] of [
    ['off', 'stopped'],
    ['running', 'running'],
    ['paused', 'suspended'],
    ['running', 'running'],
  ] as const) {
    const after = stream.events.length;
    const done = Date.now();
    await installation.host.change(vm.id, { power });
    await eventually('the list knows', async () => (await alice.vms())[0]?.state === state);
    const pushed = await stream.next('vm', isNow(state), { after });
    tellTime(`what was done behind our back (${state}) is pushed`, pushed.at - done);
  }
  await stream.close();
});

it('speaks the reader’s language', async () => {
  // Switched off at once, the guest cannot be asked any more.
  const mute = await alice.created('muette');
  const streams = await Promise.all(
    ['fr', 'en'].map((language) => alice.events({ 'accept-language': language })),
  );
  await installation.host.change(mute.id, { obeys: false });
  const { job } = await alice.act(mute.id, 'shutdown');
  await eventually('it is being asked', async () => (await alice.job(job!.id)).step === 'ask-guest');
  await rm(join(installation.host.folder, 'domain', `${mute.id}.json`));
  const titles = [];
  for (const stream of streams) {
    await stream.next('job', ({ id, state }) => id === job!.id && state === 'failed');
    titles.push(stream.all('job').find(({ id, problem }) => id === job!.id && problem)?.problem?.title);
    await stream.close();
  }
  expect(titles[0]).toEqual(expect.any(String));
  expect(titles[1]).toEqual(expect.any(String));
  expect(titles[0]).not.toBe(titles[1]);
  await alice.remove(mute.id);
  await alice.gone(mute.id);
});

it('carries eight streams at once', async () => {
  const streams = await Promise.all(Array.from({ length: 8 }, () => alice.events()));
  const { job } = await alice.act(vm.id, 'reset');
  for (const stream of streams)
    await stream.next('job', ({ id, state }) => id === job!.id && state === 'succeeded');
  // Each in the same order.
  const orders = streams.map((stream) =>
    stream.events.filter(({ id, kind }) => id !== '' && kind === 'job').map(({ id }) => id),
  );
  for (const order of orders) {
    expect(order).toEqual(order.toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(order).size).toBe(order.length);
  }
  for (const stream of streams) await stream.close();
  expect((await alice.get('/api/health/live')).status).toBe(200);
});
