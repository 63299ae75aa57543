import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource, type EntityManager } from 'typeorm';
import { SessionEnds } from '../../auth/session-ends.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
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
    erasePerson(tx, await personCalled(tx, username), api.app.get(SessionEnds), alias),
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
