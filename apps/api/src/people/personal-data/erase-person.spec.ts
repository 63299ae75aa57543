import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource, type EntityManager } from 'typeorm';
import { SessionEnds } from '../../access/sessions/session-ends.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { signIn } from '../../testing/sign-in.js';
import { startApi, TEST_PASSWORD, type TestApi } from '../../testing/start-api.js';
import { erasePerson } from './erase-person.js';
import { exportPerson } from './export-person.js';
import { personCalled } from './person.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await run(`UPDATE users SET email = 'alice@lycee.example' WHERE username = 'alice'`);
  await run(`
    INSERT INTO resource_requests (id, requester_id, want, reason, state, decided_by, created_at)
    SELECT gen_random_uuid(), r.id, '{}', 'pour le projet', 'approved',
           jsonb_build_object('id', d.id, 'username', d.username, 'displayName', d.display_name), now()
      FROM users r, users d WHERE (r.username, d.username) IN (('alice', 'prof'), ('bob', 'prof'))`);
  await run(`
    INSERT INTO request_events (request_id, at, by_person, what)
    SELECT id, now(), decided_by, 'approved' FROM resource_requests`);
  await run(`
    INSERT INTO mails (id, recipient, language, subject, text, next_attempt_at, created_at)
    VALUES (gen_random_uuid(), 'alice@lycee.example', 'fr', 's', 't', now(), now())`);
  await run(`
    INSERT INTO audit_log (at, actor_name, action, object_name, outcome, details)
    VALUES (now(), 'admin', 'request.approve', 'x', 'done', '{"for": ["ALICE", "alicette"], "why": "Alice"}')`);
});
afterAll(() => api.stop());

const run = <Row>(sql: string): Promise<Row[]> => api.app.get(DataSource).query(sql);
const inTransaction = <T>(work: (tx: EntityManager) => Promise<T>) =>
  api.app.get(DataSource).transaction(work);
const erase = (username: string, alias: string) =>
  inTransaction(async (tx) =>
    erasePerson(
      tx,
      await personCalled(tx, username),
      { ends: api.app.get(SessionEnds), rule: api.app.get(SignInRule) },
      alias,
    ),
  );

it('an export holds what one asked for and what was decided, but nobody else’s', async () => {
  const { kept } = await inTransaction(async (tx) =>
    exportPerson(tx, await personCalled(tx, 'alice'), new Date()),
  );
  expect(kept['resource_requests']).toHaveLength(1);
  expect(kept['request_events']).toHaveLength(1);
  expect(kept['mails']).toHaveLength(1);
});

it('whoever decided is forgotten in what others asked for', async () => {
  await erase('prof', 'effacé-1');
  expect(await run(`SELECT DISTINCT decided_by ->> 'username' AS name FROM resource_requests`)).toEqual([
    { name: 'effacé-1' },
  ]);
  expect(await run(`SELECT DISTINCT by_person ->> 'displayName' AS name FROM request_events`)).toEqual([
    { name: 'effacé-1' },
  ]);
});

it('requests and mails go with their author; details of the log name the alias only', async () => {
  await erase('alice', 'effacé-2');
  expect(await run('SELECT count(*)::int FROM resource_requests')).toEqual([{ count: 1 }]);
  expect(await run('SELECT count(*)::int FROM mails')).toEqual([{ count: 0 }]);
  expect(await run(`SELECT details FROM audit_log WHERE action = 'request.approve'`)).toEqual([
    { details: { for: ['effacé-2', 'alicette'], why: 'effacé-2' } },
  ]);
});

it('of a history with another name before, no table has a word left', async () => {
  const admin = await signIn(api, 'admin');
  const made = await admin.send('POST', '/api/users', {
    username: 'zqxlogin',
    displayName: 'Zqxold Mariée',
    email: 'zqxold@school.example',
    password: TEST_PASSWORD,
  });
  const { id } = (await made.json()) as { id: string };
  const demo = (await run<{ id: string }>(`SELECT id FROM groups WHERE name = 'demo'`))[0]!.id;
  await admin.send('POST', '/api/users', {
    username: 'teach',
    displayName: 'Teach',
    role: 'teacher',
    password: TEST_PASSWORD,
  });
  await admin.send('POST', `/api/groups/${demo}/members`, { username: 'teach', teaches: true });
  await admin.send('POST', `/api/groups/${demo}/members`, { username: 'zqxlogin' });
  const teach = await signIn(api, 'teach');
  const person = await signIn(api, 'zqxlogin');
  const ask = async (reason: string) =>
    (
      (await (await person.send('POST', '/api/requests', { want: { vms: 6 }, reason })).json()) as {
        id: string;
      }
    ).id;
  const request = await ask('Zqxreason: je suis Zqxold');
  await teach.send('POST', `/api/requests/${request}/approve`, { comment: 'Zqxcomment pour Zqxold Mariée' });
  await run(`INSERT INTO mails (id, recipient, language, subject, text, link, next_attempt_at, created_at)
    VALUES (gen_random_uuid(), 'teach@school.example', 'fr', 'Demande de Zqxold Mariée', 'Zqxreason', '/demandes/${request}', now(), now())`);
  await person.send('POST', '/api/tokens', { name: 'zqxtoken', scope: 'read' });
  await run(`INSERT INTO operations (id, kind, actor_id, address, waiting, refused, created_at)
    VALUES (gen_random_uuid(), 'start', '${id}', '192.0.2.77', '{}', '[]', now())`);
  await run(`INSERT INTO audit_log (at, actor_id, actor_name, action, object_id, object_name, outcome, details)
    VALUES (now(), '${id}', 'zqxlogin', 'vm.create', gen_random_uuid()::text, 'zqxvm', 'done', '{"account": "zqxguest", "templateId": "debian-server"}'),
           (now(), '${id}', 'zqxlogin', 'vm.update', gen_random_uuid()::text, 'zqxvm2', 'done', '{"name": {"from": "zqxvm", "to": "zqxvm2"}}')`);
  await run(`INSERT INTO audit_log (at, actor_name, owner_id, owner_name, action, object_name, outcome, details)
    VALUES (now(), 'teach', '${id}', 'zqxlogin', 'vm.set-password', 'zqxvm', 'done', '{"account": "zqxguest"}'),
           (now(), 'bob', '${id}', 'zqxlogin', 'access.refused', 'zqxvm3', 'refused', '{"path": "/api/vms/x"}')`);
  await admin.send('PATCH', `/api/users/${id}`, {
    displayName: 'Zqxnew Seule',
    email: 'zqxnew@school.example',
  });
  for (const search of ['person=zqxlogin', 'person=Zqxnew', 'person=zqxold%20mariee', 'object=zqxv'])
    await admin.get(`/api/audit?${search}`);
  await admin.send('DELETE', `/api/groups/${demo}/members/${id}`);
  await admin.get('/api/audit?person=bob');

  await erase('zqxlogin', 'effacé-3');

  const tables = await run<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const left: object[] = [];
  for (const { name } of tables)
    left.push(
      ...(
        await run<{ row: object }>(
          `SELECT row_to_json(x) AS row FROM "${name}" x WHERE x::text ILIKE '%zqx%'`,
        )
      ).map(({ row }) => ({ name, row })),
    );
  expect(left).toEqual([]);
  expect(await run('SELECT actor_id, address FROM operations')).toEqual([{ actor_id: null, address: null }]);
  const details = await run<{ details: object }>(
    `SELECT details FROM audit_log WHERE action IN ('vm.create', 'audit.read') AND (actor_id = '${id}' OR details ->> 'person' = 'bob') ORDER BY action DESC`,
  );
  // What says nothing of them is still there.
  expect(details.map((line) => line.details)).toEqual([
    { account: 'effacé-3', templateId: 'debian-server' },
    expect.objectContaining({ person: 'bob' }),
  ]);
});

it('an export does not say where others were', async () => {
  const admin = await signIn(api, 'admin');
  const [bob] = await run<{ id: string }>(`SELECT id FROM users WHERE username = 'bob'`);
  await admin.send('PATCH', `/api/users/${bob!.id}`, { displayName: 'Bob Martin' });
  await signIn(api, 'bob');
  const { kept } = await inTransaction(async (tx) =>
    exportPerson(tx, await personCalled(tx, 'bob'), new Date()),
  );
  const lines = kept['audit_log'] as { actor_name: string; address?: string }[];
  const addresses = (name: string) =>
    lines.filter((line) => line.actor_name === name).map((line) => line.address);
  expect(addresses('bob')).toContain('127.0.0.1');
  expect(addresses('admin')).toEqual([undefined]);
});

it.each([
  ['has left the directory', { source: 'directory', leftDirectoryAt: new Date() }],
  ['is in a directory that is no longer configured', { source: 'directory' }],
  ['is disabled', { source: 'local', passwordHash: 'x', disabledAt: new Date() }],
  ['has no password', { source: 'local' }],
] as const)('keeps the last administrator who can sign in when another one %s', async (_why, other) => {
  const users = api.app.get(DataSource).getRepository(UserEntity);
  await users.insert({ username: 'second', displayName: 'Second', role: 'admin', ...other });
  try {
    await expect(erase('admin', 'effacé-4')).rejects.toThrow('the last administrator who can sign in');
    await erase('second', 'effacé-5');
    expect(await users.existsBy({ username: 'admin' })).toBe(true);
  } finally {
    await users.delete({ username: 'second' });
  }
});

it('of two administrators who are erased at the same instant one stays', async () => {
  const users = api.app.get(DataSource).getRepository(UserEntity);
  const passwordHash = (await users.findOneByOrFail({ username: 'admin' })).passwordHash;
  const roles = { role: 'admin', source: 'local', passwordHash } as const;
  await users.update({ username: 'admin' }, { role: 'student' });
  await users.insert([
    { username: 'castor', displayName: 'Castor', ...roles },
    { username: 'pollux', displayName: 'Pollux', ...roles },
  ]);
  const ends = await Promise.allSettled([erase('castor', 'effacé-6'), erase('pollux', 'effacé-7')]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await users.countBy({ role: 'admin' })).toBe(1);
});
