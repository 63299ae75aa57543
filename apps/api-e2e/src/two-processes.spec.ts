import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiProcess } from './support/api-process.js';
import { postmasterOf } from './support/database.js';
import { eventually, PATIENCE_MS, within } from './support/eventually.js';
import { Installation, NOTHING } from './support/installation.js';
import { liftQuota, NEW_VM, signIn, type Visitor } from './support/visitor.js';
import { tellTime } from './support/tell-time.js';

let installation: Installation;
let one: ApiProcess;
let other: ApiProcess;
let alice: Visitor;

beforeAll(async () => {
  installation = await Installation.make();
  // Started together on an empty folder: one of them makes the database and the accounts.
  [one, other] = await Promise.all([
    installation.start({ VMM_JOBS_PER_HOST: '10' }),
    installation.start({ VMM_JOBS_PER_HOST: '10' }),
  ]);
  alice = await signIn(one, 'alice');
  await liftQuota(one, alice);
});
afterAll(() => installation.dispose());

describe('two processes on one database', () => {
  it('share one server, one set of accounts and every session', async () => {
    const admin = await signIn(other, 'admin');
    expect((await admin.at(one).get('/api/auth/me')).status).toBe(200);
    const servers = (await installation.processesLeft()).filter((line) => line.includes('postgres -D'));
    expect(servers).toHaveLength(1);
    expect([one, other].filter(({ stdout }) => stdout.includes('First accounts'))).toHaveLength(1);
  });

  it('push through each what happens through the other', async () => {
    const stream = await alice.at(other).events();
    const vm = await alice.create('vue-de-partout');
    await stream.next('vm', (told) => 'state' in told && told.id === vm.id && told.state === 'running');
    expect(await alice.at(other).vm(vm.id)).toMatchObject({ id: vm.id, state: 'running' });
    await alice.at(other).remove(vm.id);
    await stream.next('vm', (told) => 'gone' in told && told.id === vm.id);
    expect(await alice.vm(vm.id)).toBeNull();
    await stream.close();
  });

  it('close the stream of a session that ended at the other, and no other', async () => {
    const bob = await signIn(one, 'bob');
    const [ending, staying] = [await bob.at(other).events(), await alice.at(other).events()];
    const signedOut = Date.now();
    expect((await bob.send('POST', '/api/auth/logout')).status).toBe(204);
    const closed = await within(PATIENCE_MS, 'the stream closes', ending.closed);
    tellTime('the stream of an ended session closes at the other process', closed - signedOut);
    expect(staying.hasClosed).toBe(false);
    await staying.close();
    expect((await bob.at(other).problem('GET', '/api/vms')).status).toBe(401);
  });

  it('give a name once, however many ask for it at once', async () => {
    const ask = (index: number) =>
      alice.at(index % 2 ? one : other).send('POST', '/api/vms', {
        ...NEW_VM,
        name: index % 3 ? 'convoite' : 'CONVOITE',
      });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([202, ...Array<number>(19).fill(409)]);
    const refusals = await Promise.all(
      answers.filter(({ status }) => status === 409).map((each) => each.json()),
    );
    for (const refusal of refusals) expect(refusal).toMatchObject({ type: '/problems/name-taken' });
    const [vm] = await alice.vms();
    await alice.reached(vm!.id, 'running');
    expect((await installation.remains()).domains).toEqual([vm!.id]);
    await alice.remove(vm!.id);
    await alice.gone(vm!.id);
  });

  it('make one network for one owner, and remove it when all their VMs go at once', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `reseau-${index}`);
    const vms = await Promise.all(names.map((name, index) => alice.at(index % 2 ? one : other).create(name)));
    for (const { id } of vms) await alice.reached(id, 'running');
    const { networks, domains } = await installation.remains();
    expect(networks).toHaveLength(1);
    expect(domains).toHaveLength(10);
    await Promise.all(vms.map(({ id }, index) => alice.at(index % 2 ? one : other).remove(id)));
    for (const { id } of vms) await alice.gone(id);
    expect(await installation.remains()).toEqual(NOTHING);
  });

  it('stop one by one: the database stays with the last', async () => {
    const third = await installation.start();
    const before = await postmasterOf(installation.dataDir);
    await third.interrupt();
    expect(await postmasterOf(installation.dataDir)).toEqual(before);
    expect((await alice.get('/api/health/ready')).status).toBe(200);
  });
});

describe('when the process that does the work is killed', () => {
  let mortal: Installation;
  beforeAll(async () => {
    mortal = await Installation.make();
  });
  afterAll(() => mortal.dispose());

  it('the other one finishes what it did and what waited there', async () => {
    // Alone, and one job at a time: both jobs are in its hands.
    const killed = await mortal.start({ VMM_JOBS_PER_HOST: '1' });
    const owner = await signIn(killed, 'alice');
    const first = await owner.create('premiere');
    const second = await owner.create('seconde');
    const heir = await mortal.start({ VMM_JOBS_PER_HOST: '1' });
    await eventually('one of them is being made', async () =>
      (await owner.vms()).some(({ job }) => job?.step === 'make-machine'),
    );
    const stream = await owner.at(heir).events();
    await killed.kill();
    const left = owner.at(heir);
    expect((await left.vms()).every(({ job }) => job?.finishedAt)).toBe(false);
    for (const { id, job } of [first, second]) {
      expect(await left.ended(job!.id)).toMatchObject({ state: 'succeeded', problem: null });
      expect(await left.vm(id)).toMatchObject({ state: 'running' });
    }
    expect((await mortal.remains()).domains).toEqual([first.id, second.id].sort());
    await stream.next('job', ({ id, state }) => id === second.job!.id && state === 'succeeded');
    await stream.close();
  });
});
