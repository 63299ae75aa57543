import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEntry } from '@vm-manager/contracts';
import { parse } from 'csv-parse/sync';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { AuditRetention } from './audit-retention.js';
import { REFUSALS_PER_WINDOW } from '../../access/refusals/room-for-refusal.js';
import { Refusals } from '../../access/refusals/refusals.js';

const NEW_VM = {
  templateId: 'debian-server',
  username: 'eleve',
  password: 'Mot-de-passe 1',
  rootPassword: 'Mot-de-racine 2',
};

let api: TestApi;
let admin: Visitor;
let prof: Visitor;
let alice: Visitor;
let bob: Visitor;
beforeAll(async () => {
  api = await startApi({ env: { VMM_AUDIT_DAYS: '30' } });
  admin = await signIn(api, 'admin');
  prof = await signIn(api, 'prof');
  alice = await signIn(api, 'alice');
  bob = await signIn(api, 'bob');
});
afterAll(() => api.stop());

const read = async (query = ''): Promise<AuditEntry[]> => {
  await api.app.get(Refusals).beforeApplicationShutdown();
  return z.array(AuditEntry).parse(await (await admin.get(`/api/audit${query}`)).json());
};
const create = async (visitor: Visitor, name: string) =>
  (await (await visitor.send('POST', '/api/vms', { name, ...NEW_VM })).json()) as {
    id: string;
    job: { id: string };
  };
const database = () => api.app.get(DataSource);

describe.each(['/api/audit', '/api/audit.csv'])('%s', (path) => {
  it('is for administrators only', async () => {
    expect((await visit(api).get(path)).status).toBe(401);
    for (const visitor of [alice, prof]) expect((await visitor.get(path)).status).toBe(403);
  });
  it.each(['action=vm.fly', 'outcome=perhaps', 'from=yesterday', 'before=x', 'limit=0', 'limit=1001'])(
    'refuses ?%s',
    async (query) => expect((await admin.get(`${path}?${query}`)).status).toBe(400),
  );
  it('is itself recorded, with what was asked for', async () => {
    await admin.get(`${path}?person=nobody-special&outcome=done`);
    const [line] = await read('?action=audit.read&limit=2').then((lines) => lines.slice(1));
    expect(line).toMatchObject({
      actor: { username: 'admin', displayName: 'Administration' },
      details: { person: 'nobody-special', outcome: 'done' },
    });
  });
  it('takes every time that is one', async () => {
    for (const time of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59'])
      expect((await admin.get(`${path}?from=${time}&to=${time}`)).status).toBe(200);
  });
  it('finds nothing that contains NUL', async () => {
    expect((await admin.get(`${path}?person=%00`)).status).toBe(200);
  });
});

describe('signing in', () => {
  const fail = (username: string) =>
    visit(api).send('POST', '/api/auth/login', { username, password: 'faux mot de passe' });

  it('is recorded with its address', async () => {
    await signIn(api, 'bob');
    const [line] = await read('?action=session.sign-in&person=bob&limit=1');
    expect(line).toMatchObject({ actor: { username: 'bob' }, outcome: 'done', address: '127.0.0.1' });
  });
  it('with a wrong password names the account', async () => {
    await fail(' ALICE ');
    const [line] = await read('?action=session.sign-in&outcome=refused&limit=1');
    expect(line).toMatchObject({ actor: { id: null, username: 'alice' }, object: { name: 'alice' } });
  });
  it('with a password where the name belongs does not keep it', async () => {
    await fail('Tr0ub4dor&3-tapé-par-erreur');
    const [line] = await read('?action=session.sign-in&outcome=refused&limit=1');
    expect(line).toMatchObject({ actor: null, object: null, details: { account: 'unknown' } });
    const [{ count }] = await database().query(
      "SELECT count(*) FROM audit_log WHERE audit_log::text ILIKE '%Tr0ub4dor%'",
    );
    expect(count).toBe('0');
  });
  it('and out is recorded, and a change of password', async () => {
    const visitor = await signIn(api, 'bob');
    await visitor.send('POST', '/api/auth/password', {
      currentPassword: 'pas le bon',
      newPassword: 'Un-autre mot 1',
    });
    await visitor.send('POST', '/api/auth/logout');
    const lines = await read('?person=bob&limit=2');
    expect(lines.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'session.sign-out done',
      'account.password refused',
    ]);
  });
});

describe('what is done with a VM', () => {
  it('says on whose behalf a teacher does it', async () => {
    const vm = await create(alice, 'web-01');
    const [created] = await read(`?object=${vm.id}&action=vm.create`);
    expect(created).toMatchObject({
      actor: { username: 'alice' },
      onBehalfOf: null,
      object: { id: vm.id, name: 'web-01' },
      details: { templateId: 'debian-server', jobId: vm.job.id },
    });
    await prof.send('DELETE', `/api/vms/${vm.id}`);
    const [removed] = await read('?object=WEB&kind=vm&limit=1');
    expect(removed).toMatchObject({
      action: 'vm.delete',
      actor: { username: 'prof' },
      onBehalfOf: { username: 'alice' },
      object: { name: 'web-01' },
    });
  });
  it('is found by its id, however the id was written then', async () => {
    const { id } = await create(alice, 'web-02');
    expect((await alice.send('DELETE', `/api/vms/${id.toUpperCase()}`)).status).toBe(202);
    const lines = await read(`?object=${id}`);
    expect(lines.map(({ action }) => action)).toEqual(['vm.delete', 'vm.create']);
  });
  it('is found by its owner, too', async () => {
    const lines = await read('?person=Alice&action=vm.delete');
    expect(lines.map(({ actor }) => actor?.username)).toContain('prof');
  });
});

describe('refusals', () => {
  it('tell who knocked at whose VM, and nobody who mistyped an address', async () => {
    const vm = await create(alice, 'secret');
    await bob.get(`/api/vms/${vm.id}`);
    await bob.send('POST', `/api/jobs/${vm.job.id}/cancel`);
    await bob.get('/api/vms/00000000-0000-4000-8000-000000000000');
    const lines = await read('?action=access.refused&person=bob');
    expect(
      lines.map(({ onBehalfOf, object, details }) => [onBehalfOf?.username, object?.name, details['path']]),
    ).toEqual([
      ['alice', 'create', `/api/jobs/${vm.job.id}/cancel`],
      ['alice', 'secret', `/api/vms/${vm.id}`],
    ]);
  });
  it('of a whole area and of a foreign page are recorded', async () => {
    await prof.get('/api/audit');
    await prof.send('POST', '/api/vms', {}, { origin: 'https://evil.example' });
    const lines = await read('?action=access.refused&person=prof&limit=2');
    expect(lines.map(({ details }) => details['problem'])).toEqual(['foreign-origin', 'role-too-low']);
  });
  it('in a loop do not fill the disk', async () => {
    for (let round = 0; round < REFUSALS_PER_WINDOW + 20; round += 1) await alice.get('/api/audit');
    const lines = await read('?action=access.refused&person=alice&limit=1000');
    expect(lines.filter(({ actor }) => actor?.username === 'alice')).toHaveLength(REFUSALS_PER_WINDOW);
    expect(lines[0]?.details).toMatchObject({ moreAreNotRecorded: true });
  });
});

describe('many lines', () => {
  beforeAll(() =>
    database().query(`
      INSERT INTO audit_log (at, actor_name, action, object_name, outcome, details)
      SELECT now() - n * interval '1 second', 'zoe', 'vm.start', CASE n WHEN 1 THEN '=1+1' ELSE 'vm ' || n END, 'done', '{"a": 1}'
        FROM generate_series(1, 4500) n`),
  );
  it('come newest first, in pages without gap or overlap', async () => {
    const seen: AuditEntry[] = [];
    for (let before = ''; ; before = `&before=${seen.at(-1)!.id}`) {
      const page = await read(`?person=zoe&limit=1000${before}`);
      seen.push(...page);
      if (page.length < 1000) break;
    }
    expect(seen.map(({ object }) => object?.name)).toEqual([
      '=1+1',
      ...Array.from({ length: 4499 }, (_, index) => `vm ${index + 2}`),
    ]);
  });
  it('fit into one file, with headings in the reader’s language, and no formula in it', async () => {
    const text = await (await admin.get('/api/audit.csv?person=zoe', { 'accept-language': 'fr' })).text();
    const rows = parse(text, { columns: true, bom: true, delimiter: ';' }) as Record<string, string>[];
    expect(rows).toHaveLength(4500);
    expect(rows[0]).toMatchObject({ auteur: 'zoe', objet: "'=1+1", résultat: 'done', détails: '{"a":1}' });
    const english = await (
      await admin.get('/api/audit.csv?person=nobody', { 'accept-language': 'en' })
    ).text();
    expect(english.trim()).toBe(
      '\ufefftime,actor,on behalf of,action,object,object id,address,outcome,details,number'.trim(),
    );
  });
  it('are bounded by time', async () => {
    const [first] = await read('?person=zoe&limit=1');
    const to = encodeURIComponent(first!.at);
    expect((await read(`?person=zoe&limit=1&to=${to}`))[0]?.object?.name).toBe('vm 2');
    expect(await read(`?person=zoe&from=${to}`)).toHaveLength(1);
  });
});

it('finds each of many people who are called alike', async () => {
  await database().query(`
    INSERT INTO users (username, display_name, role, source)
    SELECT 'elv' || n || repeat('x', n % 7), 'Camille Martin', 'student', 'directory' FROM generate_series(1, 120) n`);
  await database().query(`
    INSERT INTO audit_log (at, actor_name, action, outcome, details)
    SELECT now() - interval '1 hour', username, 'vm.start', 'done', '{}' FROM users WHERE display_name = 'Camille Martin'`);
  const lines = await read('?person=martin%20camille&action=vm.start&limit=1000');
  expect(new Set(lines.map(({ actor }) => actor?.username)).size).toBe(120);
});

it('removes what is older than it is to be kept, and says so', async () => {
  await database().query(`
    INSERT INTO audit_log (at, actor_name, action, outcome, details)
    SELECT now() - n * interval '1 day' - interval '1 hour', 'yann', 'vm.start', 'done', '{}' FROM generate_series(28, 32) n`);
  await api.app.get(AuditRetention).removeOld();
  await api.app.get(AuditRetention).removeOld();
  expect(await read('?person=yann')).toHaveLength(2);
  const noted = await read('?action=audit.retention');
  expect(noted).toHaveLength(1);
  expect(noted[0]).toMatchObject({ actor: null, details: { lines: 3, days: 30 } });
});
