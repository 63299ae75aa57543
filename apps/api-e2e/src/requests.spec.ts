import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem, Quota, ResourceRequest, type Vm } from '@vm-manager/contracts';
import * as z from 'zod';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const MANY = 200;
const REASON = 'Pour le TP de supervision de la semaine prochaine.';
const FAST = { VMM_JOBS_PER_HOST: '10' };

let installation: Installation;
let one: ApiProcess;
let other: ApiProcess;
let admin: Visitor;
let prof: Visitor;
let alice: Visitor;
let bob: Visitor;

beforeAll(async () => {
  installation = await Installation.make();
  [one, other] = await Promise.all([installation.start(FAST), installation.start(FAST)]);
  [admin, prof, alice, bob] = (await Promise.all(
    ['admin', 'prof', 'alice', 'bob'].map((name) => signIn(one, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
});
afterAll(() => installation.dispose());

afterEach(async () => {
  for (const { id } of await admin.vms()) await admin.remove(id);
  for (const { id } of await admin.vms()) await admin.gone(id);
  for (const table of ['resource_requests', 'quota_grants', 'notices'])
    await askDatabase(installation.dataDir, `DELETE FROM ${table}`);
});

async function ask(who: Visitor, request: object): Promise<ResourceRequest> {
  const answer = await who.send('POST', '/api/requests', { reason: REASON, ...request });
  return ResourceRequest.parse(await json(answer, 201));
}
const show = async (who: Visitor, { id }: ResourceRequest) =>
  ResourceRequest.parse(await json(await who.get(`/api/requests/${id}`), 200));
const quotaOf = async (who: Visitor) => Quota.parse(await json(await who.get('/api/quota'), 200));

/** Half at each process, all at once. */
const all = (count: number, send: (at: ApiProcess, index: number) => Promise<Response>) =>
  Promise.all(Array.from({ length: count }, (_, index) => send(index % 2 ? one : other, index)));

async function outcomes(answers: Response[]) {
  const won = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status !== 200);
  const problems = await Promise.all(refused.map(async (answer) => Problem.parse(await json(answer, 409))));
  return { won: won.length, problems };
}

describe('200 decisions in the same instant', () => {
  it('on one request have one winner, and tell the others who it was', async () => {
    const request = await ask(alice, { want: { vms: 6 } });
    const deciders = [prof, admin];
    const answers = await all(MANY, (at, index) =>
      deciders[index % 3 ? 0 : 1]!.at(at).send('POST', `/api/requests/${request.id}/approve`, {
        grant: { vms: index % 2 ? 5 : 6 },
      }),
    );
    const { won, problems } = await outcomes(answers);
    expect(won).toBe(1);
    expect(problems).toHaveLength(MANY - 1);
    const { decidedBy, grant, history } = await show(alice, request);
    for (const { type, detail } of problems) {
      expect(type).toBe('/problems/request-decided');
      expect(detail).toContain(decidedBy!.displayName);
    }
    expect(history.map(({ what }) => what)).toEqual(['created', 'approved']);
    expect((await quotaOf(alice)).effective.vms).toBe(grant!.vms);
    const grants = await askDatabase(installation.dataDir, 'SELECT 1 FROM quota_grants');
    expect(grants).toHaveLength(1);
  });

  it('never give a class more than its budget', async () => {
    const [group] = z
      .array(z.object({ id: z.uuid() }))
      .parse(await askDatabase(installation.dataDir, "SELECT id FROM groups WHERE name = 'demo'"));
    const vms = await Promise.all(
      [alice, bob].flatMap((who) =>
        ['un', 'deux'].map((name) =>
          who.create(`${name}-${who.user!.username}`, { vcpus: 1, memoryMiB: 512, diskGiB: 10 }),
        ),
      ),
    );
    for (const { id } of vms) await stopped(id);
    // Four machines with one vCPU; room for three more, and each asks for two more.
    const budget = { budget: { vcpus: 7 } };
    expect((await admin.send('PUT', `/api/groups/${group!.id}/quota`, budget)).status).toBe(200);
    const requests = await Promise.all(
      vms.map((vm) => ask(ownerOf(vm), { vmId: vm.id, want: { vcpus: 3 } })),
    );
    const answers = await all(MANY, (at, index) =>
      prof.at(at).send('POST', `/api/requests/${requests[index % 4]!.id}/approve`, {}),
    );
    const { won, problems } = await outcomes(answers);
    expect(won).toBe(1);
    for (const problem of problems) {
      if (problem.type === '/problems/request-decided') continue;
      expect(problem.type).toBe('/problems/quota-exceeded');
      expect(problem.exceeded).toEqual([{ level: 'group', dimension: 'vcpus', used: 6, asked: 2, limit: 7 }]);
    }
    const states = await Promise.all(requests.map(async (request) => (await show(prof, request)).state));
    expect(states.sort()).toEqual(['approved', 'pending', 'pending', 'pending']);
    expect(await promised()).toBe(6);
    await admin.send('PUT', `/api/groups/${group!.id}/quota`, { budget: { vcpus: null } });
  });
});

describe('the whole loop', () => {
  it('from the student’s question to the teacher’s half, pushed to both', async () => {
    const [ofAlice, ofProf, ofBob] = await Promise.all(
      [alice.at(other), prof, bob].map((who) => who.events()),
    );
    const request = await ask(alice, { want: { vms: 6, memoryMiB: 16384 } });
    await ofProf!.next('request', ({ id, state, allowedActions }) => {
      return id === request.id && state === 'pending' && allowedActions.includes('approve');
    });
    await ofProf!.next('notice', ({ kind, link }) => {
      return kind === 'request-created' && link === `/demandes/${request.id}`;
    });
    await json(await prof.send('POST', `/api/requests/${request.id}/approve`, { grant: { vms: 5 } }), 200);
    await ofAlice!.next('request', ({ id, state, grant }) => {
      return id === request.id && state === 'approved' && grant?.vms === 5;
    });
    await ofAlice!.next('notice', ({ kind }) => kind === 'request-approved');
    expect((await quotaOf(alice)).effective).toMatchObject({ vms: 5, memoryMiB: 12288 });
    // Neither's notices are the other's, though the teacher sees the student's VMs.
    expect(ofAlice!.all('notice').map(({ kind }) => kind)).toEqual(['request-approved']);
    // What is decided is no news any more: the same notice again, as read.
    await ofProf!.next('notice', ({ readAt }) => readAt !== null);
    const told = ofProf!.all('notice');
    expect(told.map(({ kind, readAt }) => [kind, readAt !== null])).toEqual([
      ['request-created', false],
      ['request-created', true],
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    await ask(bob, { want: { vms: 5 } });
    await ofBob!.next('request', ({ requester }) => requester.id === bob.user!.id);
    expect(ofBob!.all('request').map(({ requester }) => requester.id)).toEqual([bob.user!.id]);
    for (const stream of [ofAlice, ofProf, ofBob]) await stream!.close();
  });

  it('to the end date, looked after by both processes, once', async () => {
    const until = new Date(Date.now() + 3600_000).toISOString();
    const request = await ask(alice, { want: { vms: 6 }, until });
    await json(await prof.send('POST', `/api/requests/${request.id}/approve`, {}), 200);
    expect((await quotaOf(alice)).effective.vms).toBe(6);
    // Time in a process of its own is not ours to move: the date is.
    const earlier = "now() - interval '1 second'";
    await askDatabase(installation.dataDir, `UPDATE resource_requests SET granted_until = ${earlier}`);
    const expired = await eventually(
      'it ends',
      async () => {
        const now = await show(alice, request);
        return now.state === 'expired' && now;
      },
      { within: 150_000 },
    );
    expect(expired.history.map(({ what }) => what)).toEqual(['created', 'approved', 'expired']);
    expect((await quotaOf(alice)).effective.vms).toBe(4);
  });
});

const ownerOf = ({ owner }: Vm) => (owner.id === alice.user!.id ? alice : bob);

async function stopped(id: string): Promise<void> {
  await admin.reached(id, 'running');
  await admin.act(id, 'force-off');
  await admin.reached(id, 'stopped');
}

async function promised(): Promise<number> {
  const [row] = await askDatabase<{ vcpus: number }>(
    installation.dataDir,
    'SELECT sum(vcpus)::int AS vcpus FROM quota_charges',
  );
  return row!.vcpus;
}
