import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { Installation } from './support/installation.js';
import { bodyFor, headersFor, isReading, publishedRoutes, takesCsv, type Route } from './support/routes.js';
import { seriesOf, thingsOf } from './support/things.js';
import { NEW_VM, signIn, Visitor } from './support/visitor.js';

/** What needs no session; everything else does. */
const PUBLIC = ['POST /api/auth/login', 'GET /api/health/live', 'GET /api/health/ready', 'GET /api/platform'];

let installation: Installation;
let api: ApiProcess;
let routes: Route[];
let alice: Visitor;
let bob: Visitor;
let prof: Visitor;
let admin: Visitor;
let chloe: Visitor;
let ofAlice: Vm;
let ofChloe: Vm;
let ofAdmin: Vm;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start();
  // A student in no group.
  await askDatabase(
    installation.dataDir,
    `INSERT INTO users (username, display_name, role, source, password_hash)
     SELECT 'chloe', 'Chloé', role, source, password_hash FROM users WHERE username = 'alice'`,
  );
  routes = await publishedRoutes(new Visitor(api.url));
  [alice, bob, prof, admin, chloe] = (await Promise.all(
    ['alice', 'bob', 'prof', 'admin', 'chloe'].map((name) => signIn(api, name)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
  [ofAlice, ofChloe, ofAdmin] = await Promise.all([
    alice.created('de-alice'),
    chloe.created('de-chloe'),
    admin.created('d-admin'),
  ]);
});
afterAll(() => installation.dispose());

/** By what a route names the thing that is asked for. */
const OBJECT = /\{(id|vmId)\}/;
const at = (path: string, id: string) =>
  path.replace(OBJECT, id).replace('{userId}', id).replace('{pointId}', id);
/** A whole area that is closed to a role says so; everything else is not there. */
const expectHidden = (route: Route, status: number) =>
  expect([named(route), status, '403' in route.operation.responses ? [403, 404] : [404]]).toEqual([
    named(route),
    expect.any(Number),
    expect.arrayContaining([status]),
  ]);
const named = ({ method, path }: Route) => `${method} ${path}`;

describe('who is not signed in', () => {
  it('gets 401 everywhere but on the public routes', async () => {
    const nobody = new Visitor(api.url);
    const forged = new Visitor(api.url, 'vmm_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.map(named)).toEqual(expect.arrayContaining(PUBLIC));
    for (const route of routes.filter((each) => !PUBLIC.includes(named(each))))
      for (const visitor of [nobody, forged]) {
        const problem = await visitor.problem(
          route.method,
          at(route.path, ofAlice.id),
          bodyFor(route),
          headersFor(route),
        );
        expect({ route: named(route), type: problem.type, status: problem.status }).toEqual({
          route: named(route),
          type: '/problems/not-signed-in',
          status: 401,
        });
      }
  });
});

describe('another student', () => {
  it('cannot tell a VM that is not theirs from one that never was, on any route', async () => {
    const groupId = alice.user!.groups[0]!.id;
    const ids = {
      vms: ofAlice.id,
      jobs: ofAlice.job!.id,
      users: alice.user!.id,
      groups: groupId,
      series: await seriesOf(groupId, installation.dataDir),
      ...(await thingsOf(alice, installation.dataDir)),
    };
    // Templates are nobody's.
    const guarded = routes.filter(({ path }) => OBJECT.test(path) && !path.includes('/templates/'));
    expect(guarded.length).toBeGreaterThan(15);
    for (const route of guarded) {
      const area = route.path.split('/')[2] as keyof typeof ids;
      expect(Object.keys(ids)).toContain(area);
      const [theirs, nobodys] = [ids[area], randomUUID()];
      const [seen, unseen] = [
        await bob.problem(route.method, at(route.path, theirs), bodyFor(route), headersFor(route)),
        await bob.problem(route.method, at(route.path, nobodys), bodyFor(route), headersFor(route)),
      ];
      expectHidden(route, seen.status);
      expect(JSON.stringify(seen).replaceAll(theirs, 'ID')).toBe(
        JSON.stringify(unseen).replaceAll(nobodys, 'ID'),
      );
    }
    // And none of it did anything.
    expect(await alice.vm(ofAlice.id)).toMatchObject({ state: 'running', job: { kind: 'create' } });
  });

  it('finds no VM of others by any filter', async () => {
    for (const query of ['', `?owner=${alice.user!.id}`, '?search=alice', '?search=%25', '?state=running'])
      expect(await bob.vms(query)).toEqual([]);
  });
});

describe('lists', () => {
  it('hold for each what they may see', async () => {
    const names = async (visitor: Visitor, query?: string) =>
      (await visitor.vms(query)).map(({ name }) => name).sort();
    expect(await names(alice)).toEqual(['de-alice']);
    expect(await names(prof)).toEqual(['de-alice']);
    expect(await names(admin)).toEqual(['d-admin', 'de-alice', 'de-chloe']);
    expect(await names(admin, `?owner=${chloe.user!.id}`)).toEqual(['de-chloe']);
    expect(await names(admin, `?group=${prof.user!.groups[0]!.id}`)).toEqual(['de-alice']);
    expect(await names(admin, '?search=CHLO')).toEqual(['de-chloe']);
    // Wildcards of SQL are nothing but characters.
    expect(await names(admin, '?search=%25')).toEqual([]);
    expect(await names(admin, '?search=_')).toEqual([]);
    expect(await names(admin, '?state=stopped')).toEqual([]);
  });
});

describe('a teacher', () => {
  it('operates the VMs of their students', async () => {
    expect(await prof.vm(ofAlice.id)).toMatchObject({ id: ofAlice.id });
    expect((await prof.send('POST', `/api/vms/${ofAlice.id}/console`, { mode: 'view' })).status).toBe(201);
    const { job } = await prof.act(ofAlice.id, 'reset');
    expect((await prof.ended(job!.id)).state).toBe('succeeded');
    // Its first line says which job it is; a reset has nothing to add.
    expect(await prof.log(job!.id)).toMatch(new RegExp(`^Job ${job!.id} \\(reset\\), request \\S+\\n$`));
  });

  it('knows nothing of the VMs of others', async () => {
    for (const { id, job } of [ofChloe, ofAdmin]) {
      expect(await prof.vm(id)).toBeNull();
      expect((await prof.problem('DELETE', `/api/vms/${id}`)).status).toBe(404);
      expect((await prof.problem('GET', `/api/jobs/${job!.id}/log`)).status).toBe(404);
      expect((await prof.problem('POST', `/api/vms/${id}/console`, { mode: 'view' })).status).toBe(404);
    }
  });
});

describe('what is malformed', () => {
  const NO_IDS = [
    'abc',
    '1',
    '%00',
    '..%2f..%2fetc',
    '%27%20OR%201%3D1--',
    `${'a'.repeat(5_000)}`,
    `${randomUUID()}x`,
  ];
  it('names nothing where an id belongs', async () => {
    for (const route of routes.filter(({ path }) => OBJECT.test(path)))
      for (const id of NO_IDS) {
        const { status } = await alice.problem(
          route.method,
          at(route.path, id),
          bodyFor(route),
          headersFor(route),
        );
        expectHidden(route, status);
      }
  });

  it('is 400 when it is no JSON, 415 when it does not say so, 413 when it is too much', async () => {
    for (const route of routes.filter(
      (each) => !isReading(each) && each.operation.requestBody && !takesCsv(each),
    )) {
      const path = at(route.path, ofAlice.id);
      for (const text of ['{"name":', 'null', '"text"', '{"a":1}}', '\u0000'])
        expect([named(route), text, (await admin.problem(route.method, path, text)).status]).toEqual([
          named(route),
          text,
          400,
        ]);
      const plain = { 'content-type': 'text/plain' };
      expect((await admin.problem(route.method, path, '{}', plain)).status).toBe(415);
      const large = JSON.stringify({ name: 'x'.repeat(200_000) });
      expect((await admin.problem(route.method, path, large)).status).toBe(413);
    }
  });

  const FIELDS = ['name', 'templateId', 'username', 'password', 'rootPassword', 'groupId'];
  const SIZES = ['vcpus', 'memoryMiB', 'diskGiB'];
  const valid = { name: 'valide', ...NEW_VM };
  const WRONG = [
    ...FIELDS.flatMap((field) => [12, true, null, [], {}, '', 'x'.repeat(10_000)].map((bad) => [field, bad])),
    ...SIZES.flatMap((field) => ['2', 1.5, -1, 0, 1e9, 1e300, null, true, []].map((bad) => [field, bad])),
  ] as [string, unknown][];
  it.each(WRONG)('in a new VM, %s: %j, is pointed at', async (field, bad) => {
    if (field === 'templateId' && typeof bad === 'string' && bad !== '') bad = bad.slice(0, 101);
    const problem = await alice.problem('POST', '/api/vms', { ...valid, [field]: bad });
    expect(problem).toMatchObject({ status: 400, type: '/problems/invalid-request' });
    expect([...new Set(problem.errors?.map(({ pointer }) => pointer))]).toEqual([`/${field}`]);
    expect(problem.errors?.every(({ detail }) => detail.length > 3 && detail.length < 400)).toBe(true);
  });

  it('is pointed at all at once, and names nothing that was sent', async () => {
    const problem = await alice.problem('POST', '/api/vms', { password: 'tr\u0007op-secret' });
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(
      ['/name', '/password', '/rootPassword', '/templateId', '/username'].sort(),
    );
    expect(JSON.stringify(problem)).not.toContain('op-secret');
  });

  it('is refused in filters, sign-in and preferences alike', async () => {
    for (const query of ['owner=abc', 'group=1', 'state=flying', `search=${'x'.repeat(10_000)}`])
      expect([query.slice(0, 20), (await alice.problem('GET', `/api/vms?${query}`)).status]).toEqual([
        query.slice(0, 20),
        400,
      ]);
    for (const body of [{}, { username: 1, password: 'x' }, { username: 'x', password: 'y'.repeat(10_000) }])
      expect((await new Visitor(api.url).problem('POST', '/api/auth/login', body)).status).toBe(400);
    for (const language of ['de', 1, 'x'.repeat(10_000), []])
      expect((await alice.problem('PATCH', '/api/auth/me', { language })).status).toBe(400);
    for (const mode of ['root', 1, []])
      expect((await alice.problem('POST', `/api/vms/${ofAlice.id}/console`, { mode })).status).toBe(400);
  });

  it('does not upset the database: NUL and lone surrogates are only text', async () => {
    for (const search of ['%00', 'a%00b']) {
      const { status } = await admin.get(`/api/vms?search=${search}`);
      expect([search, status < 500]).toEqual([search, true]);
    }
    for (const username of ['ali\u0000ce', '\ud800']) {
      const { status } = await new Visitor(api.url).send('POST', '/api/auth/login', {
        username,
        password: 'x',
      });
      expect([username, status < 500]).toEqual([username, true]);
    }
    for (const lastEventId of ['-1', 'abc', '99999999999999999999', '9007199254740991', '1e3', ' 1']) {
      const stream = await alice.events({ 'last-event-id': lastEventId });
      await stream.close();
    }
  });
});

describe('a field that no one asked for', () => {
  it('is ignored, whatever it is called', async () => {
    const vm = await alice.create('champs', {
      id: randomUUID(),
      owner: { id: bob.user!.id },
      ownerId: bob.user!.id,
      state: 'running',
      folder: '../../etc',
      __proto__: { role: 'admin' },
    });
    expect(vm.owner.id).toBe(alice.user!.id);
    expect(['queued', 'creating']).toContain(vm.state);
    await alice.remove(vm.id);
    await alice.gone(vm.id);
  });
});

describe('a page of another site', () => {
  it('changes nothing: 403 on every route that could', async () => {
    for (const route of routes.filter((each) => !isReading(each)))
      for (const origin of ['https://evil.example', 'null', `${api.url}.evil.example`, 'file://']) {
        const problem = await alice.problem(route.method, at(route.path, ofAlice.id), bodyFor(route), {
          ...headersFor(route),
          origin,
        });
        expect({ route: named(route), origin, type: problem.type, status: problem.status }).toEqual({
          route: named(route),
          origin,
          type: '/problems/foreign-origin',
          status: 403,
        });
      }
    expect((await alice.vm(ofAlice.id))?.state).toBe('running');
  });

  it('is told from our own', async () => {
    const answer = await alice.send('PATCH', '/api/auth/me', { language: 'fr' }, { origin: api.url });
    expect(answer.status).toBe(200);
  });
});

describe('a method that a route does not know', () => {
  it('is 405 and says which it knows', async () => {
    const answer = await alice.send('PUT', `/api/vms/${ofAlice.id}/start`, {});
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    await answer.text();
    expect((await alice.problem('GET', '/api/nothing')).status).toBe(404);
  });
});
