import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Job, Notice, PLAIN_ACTIONS, Problem, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';

const NEW_VM = {
  ...{ name: 'web', templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 1024, diskGiB: 11 },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};
const PASSWORDS = { password: 'Un autre mot', rootPassword: 'Encore un' };
/** Each route of one VM, with a body that would do. */
const ROUTES: [method: string, path: string, body: object | undefined][] = [
  ['GET', '', undefined],
  ['PATCH', '', { vcpus: 2 }],
  ['DELETE', '', undefined],
  ...PLAIN_ACTIONS.filter((action) => action !== 'delete').map((action): [string, string, undefined] => [
    'POST',
    `/${action}`,
    undefined,
  ]),
  ['POST', '/retry', {}],
  ['POST', '/rebuild', PASSWORDS],
  ['POST', '/passwords', { account: 'root', password: 'Un autre mot' }],
  ['GET', '/job', undefined],
  ['GET', '/jobs', undefined],
  ['GET', '/screenshot', undefined],
];

let api: TestApi;
let [alice, bob, prof, admin] = [] as unknown as [Visitor, Visitor, Visitor, Visitor];
let vm: Vm;
const path = (more = '') => `/api/vms/${vm.id}${more}`;
const show = async () => Vm.parse(await (await alice.get(path())).json());
const refusal = async (answer: Promise<Response>) => {
  const response = await answer;
  const problem = Problem.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return {
    status: problem.status,
    code: problem.type.split('/').at(-1),
    at: problem.errors?.map(({ pointer }) => pointer),
  };
};

beforeAll(async () => {
  api = await startApi();
  [alice, bob, prof, admin] = [
    await signIn(api, 'alice'),
    await signIn(api, 'bob'),
    await signIn(api, 'prof'),
    await signIn(api, 'admin'),
  ];
  vm = Vm.parse(await (await alice.send('POST', '/api/vms', NEW_VM)).json());
  await until('the VM runs', async () => {
    vm = await show();
    return vm.state === 'running' && vm.job?.state === 'succeeded';
  });
});
afterAll(() => api.stop());

describe('the routes of VMs', () => {
  it.each([
    ['GET', '/api/vms', undefined],
    ['POST', '/api/vms', NEW_VM],
  ] as [string, string, object | undefined][])('%s %s refuses the anonymous', async (method, route, body) => {
    expect(await refusal(visit(api).send(method, route, body))).toMatchObject({ status: 401 });
  });

  it.each(ROUTES)(
    '%s of one (%s) refuses the anonymous, whether it exists or not',
    async (method, more, body) => {
      for (const id of [vm.id, randomUUID(), 'no-id'])
        expect(await refusal(visit(api).send(method, `/api/vms/${id}${more}`, body))).toMatchObject({
          status: 401,
        });
    },
  );

  it.each(ROUTES)(
    '%s of somebody else’s (%s) is not found, as what does not exist',
    async (method, more, body) => {
      const theirs = await refusal(bob.send(method, path(more), body));
      expect(theirs).toMatchObject({ status: 404, code: 'not-found' });
      expect(await refusal(bob.send(method, `/api/vms/${randomUUID()}${more}`, body))).toEqual(theirs);
      expect(await show()).toEqual(vm);
    },
  );

  it.each(ROUTES)('%s of what is no id (%s) is refused', async (method, more, body) => {
    for (const id of ['no-id', `${vm.id}0`, '%00', `${vm.id}'--`])
      expect(await refusal(alice.send(method, `/api/vms/${id}${more}`, body))).toMatchObject({ status: 404 });
    expect(await show()).toEqual(vm);
  });

  it.each(ROUTES.filter(([method]) => method !== 'GET'))(
    '%s by a token that only reads (%s) is refused',
    async (method, more, body) => {
      const made = await alice.send('POST', '/api/tokens', { name: `${method}${more}`, scope: 'read' });
      const { token } = z.object({ token: z.string() }).parse(await made.json());
      const script = visit(api);
      const headers = { authorization: `Bearer ${token}` };
      expect(await refusal(script.send(method, path(more), body, headers))).toMatchObject({
        status: 403,
        code: 'scope-too-low',
      });
      expect((await script.get(path(), headers)).status).toBe(200);
      expect(await show()).toEqual(vm);
    },
  );

  it('show it to its owner, to who teaches them, and to administrators', async () => {
    for (const who of [alice, prof, admin]) {
      const seen = Vm.parse(await (await who.get(path())).json());
      expect(seen).toMatchObject({ id: vm.id, name: 'web', owner: { username: 'alice' }, state: 'running' });
      expect(z.array(Vm).parse(await (await who.get('/api/vms')).json())).toHaveLength(1);
    }
    expect(await (await bob.get('/api/vms')).json()).toEqual([]);
  });

  it('know capitals of an id', async () => {
    expect((await alice.get(`/api/vms/${vm.id.toUpperCase()}`)).status).toBe(200);
  });

  it('tell its jobs, newest first, without a secret', async () => {
    const answer = await (await alice.get(path('/jobs'))).text();
    const jobs = z.array(Job).parse(JSON.parse(answer));
    expect(jobs.map(({ kind }) => kind)).toEqual(['create']);
    expect(await (await alice.get(path('/job'))).json()).toEqual(JSON.parse(answer)[0]);
    for (const secret of [NEW_VM.password, NEW_VM.rootPassword]) expect(answer).not.toContain(secret);
  });
});

describe('a VM that is asked for', () => {
  it.each<[string, object | string, object]>([
    ['nothing', {}, { status: 400, at: expect.arrayContaining(['/name', '/password', '/rootPassword']) }],
    ['no JSON', '{"name": ', { status: 400 }],
    ['no object', '[]', { status: 400 }],
    ['a name that is none', { ...NEW_VM, name: '-web' }, { status: 400, at: ['/name'] }],
    ['a name of another kind', { ...NEW_VM, name: 7 }, { status: 400, at: ['/name'] }],
    ['an account of the system’s', { ...NEW_VM, username: 'root' }, { status: 400, at: ['/username'] }],
    ['a short password', { ...NEW_VM, password: 'court' }, { status: 400, at: ['/password'] }],
    [
      'a password with a line break',
      { ...NEW_VM, rootPassword: 'deux\nlignes' },
      { status: 400, at: ['/rootPassword'] },
    ],
    ['more than the template allows', { ...NEW_VM, vcpus: 5 }, { status: 400, at: ['/vcpus'] }],
    ['less than it needs', { ...NEW_VM, memoryMiB: 511 }, { status: 400, at: ['/memoryMiB'] }],
    ['half a gibibyte', { ...NEW_VM, diskGiB: 11.5 }, { status: 400, at: ['/diskGiB'] }],
    ['a group of others', { ...NEW_VM, name: 'b', groupId: randomUUID() }, { status: 404 }],
    ['a group that is no id', { ...NEW_VM, groupId: 'demo' }, { status: 400, at: ['/groupId'] }],
    [
      'no such template',
      { ...NEW_VM, name: 'b', templateId: '../debian-server' },
      { code: 'template-unavailable' },
    ],
    ['a name that one has already', { ...NEW_VM, name: 'WEB' }, { status: 409, code: 'name-taken' }],
    [
      'more than the quota',
      { ...NEW_VM, name: 'b', vcpus: 4, memoryMiB: 8192, diskGiB: 60, start: true },
      { status: 409, code: 'quota-exceeded' },
    ],
  ])('with %s is refused, and nothing is made', async (_what, body, expected) => {
    expect(await refusal(alice.send('POST', '/api/vms', body))).toMatchObject(expected);
    expect(await (await alice.get('/api/vms')).json()).toHaveLength(1);
  });
});

describe('what is asked of a VM', () => {
  it.each<[string, string, object | string, object]>([
    ['PATCH', '', {}, { status: 400 }],
    ['PATCH', '', { name: '2024' }, { status: 400, at: ['/name'] }],
    ['PATCH', '', { vcpus: 0 }, { status: 400, at: ['/vcpus'] }],
    ['PATCH', '', { memoryMiB: 8193 }, { status: 400, at: ['/memoryMiB'] }],
    ['PATCH', '', { diskGiB: 10 }, { status: 400, at: ['/diskGiB'] }],
    ['PATCH', '', 'vcpus=2', { status: 400 }],
    ['POST', '/passwords', {}, { status: 400, at: ['/account', '/password'] }],
    ['POST', '/passwords', { account: 'autre', password: 'Un autre mot' }, { status: 400, at: ['/account'] }],
    ['POST', '/passwords', { account: 'root', password: 'court' }, { status: 400, at: ['/password'] }],
    [
      'POST',
      '/passwords',
      { account: 'eleve', password: '\u0000'.repeat(8) },
      { status: 400, at: ['/password'] },
    ],
    ['POST', '/rebuild', { password: 'Un autre mot' }, { status: 400, at: ['/rootPassword'] }],
    ['POST', '/rebuild', PASSWORDS, { status: 409, code: 'not-possible-now' }],
    ['POST', '/retry', {}, { status: 409, code: 'not-possible-now' }],
    ['POST', '/start', {}, { status: 409, code: 'not-possible-now' }],
    ['POST', '/resume', {}, { status: 409, code: 'not-possible-now' }],
  ])('%s%s %j is refused, and nothing changes', async (method, more, body, expected) => {
    expect(await refusal(alice.send(method, path(more), body))).toMatchObject(expected);
    expect(await show()).toEqual(vm);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'sort=password', 'order=up', 'state=gone', 'owner=me'])(
    'of the list with ?%s is refused',
    async (query) => {
      const [name] = query.split('=');
      expect(await refusal(alice.get(`/api/vms?${query}`))).toMatchObject({
        status: 400,
        at: [expect.stringContaining(name ?? '')],
      });
    },
  );
});

it('a password set by somebody else is told to the owner, one’s own is not', async () => {
  const told = async () => {
    const notices = z.array(Notice).parse(await (await alice.get('/api/notices')).json());
    return notices.filter(({ kind }) => kind === 'vm-password');
  };
  const settled = () =>
    until('the job has ended', async () => typeof (await show()).job?.finishedAt === 'string');
  await settled();
  const request = { account: 'eleve', password: 'Un autre mot' };
  expect((await alice.send('POST', path('/passwords'), request)).status).toBe(202);
  await settled();
  expect(await told()).toEqual([]);
  expect((await prof.send('POST', path('/passwords'), request)).status).toBe(202);
  await settled();
  expect(await told()).toMatchObject([
    { text: expect.stringMatching(/Prof.*eleve.*web/), link: `/machines/${vm.id}` },
  ]);
});

it('what is ordered is accepted at once, and shows itself', async () => {
  const answer = await prof.send('POST', path('/force-off'));
  expect(answer.status).toBe(202);
  expect(Vm.parse(await answer.json())).toMatchObject({ id: vm.id, job: { kind: 'force-off' } });
  await until('it is off', async () => (await show()).state === 'stopped');
  expect((await alice.send('POST', path('/shutdown'))).status).toBe(409);
  const removed = await alice.send('DELETE', path());
  expect(removed.status).toBe(202);
  expect(Vm.parse(await removed.json()).state).toBe('deleting');
  await until('it is gone', async () => (await alice.get(path())).status === 404);
});
