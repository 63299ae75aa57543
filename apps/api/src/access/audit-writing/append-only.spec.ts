import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApi, type TestApi } from '../../testing/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await sql(`INSERT INTO audit_log (at, actor_name, action, address, outcome, details)
             VALUES (now(), 'alice', 'vm.start', '192.0.2.1', 'done', '{}')`);
});
afterAll(() => api.stop());

const sql = (...texts: string[]) =>
  api.app.get(DataSource).transaction(async (tx) => {
    for (const text of texts) await tx.query(text);
  });
const lines = () =>
  api.app
    .get(DataSource)
    .query<object[]>("SELECT actor_name, action, address, outcome FROM audit_log WHERE action = 'vm.start'");
const as = (routine: string) => `SELECT set_config('vmm.audit_routine', '${routine}', true)`;
const line = { actor_name: 'alice', action: 'vm.start', address: '192.0.2.1', outcome: 'done' };

it.each([
  "UPDATE audit_log SET actor_name = 'bob'",
  "UPDATE audit_log SET outcome = 'refused'",
  'DELETE FROM audit_log',
  'TRUNCATE audit_log',
])('plain SQL is refused: %s', async (text) => {
  await expect(sql(text)).rejects.toThrow(/append-only/);
  expect(await lines()).toEqual([line]);
});

it.each([
  ['retention', "UPDATE audit_log SET actor_name = 'bob'"],
  ['retention', 'TRUNCATE audit_log'],
  ['erasure', 'DELETE FROM audit_log'],
  ['erasure', "UPDATE audit_log SET action = 'vm.stop'"],
  ['erasure', "UPDATE audit_log SET outcome = 'failed'"],
  ['erasure', "UPDATE audit_log SET at = at - interval '1 day'"],
  ['something', 'DELETE FROM audit_log'],
])('%s may do no more than its part: %s', async (routine, text) => {
  await expect(sql(as(routine), text)).rejects.toThrow(/append-only/);
  expect(await lines()).toEqual([line]);
});

it('erasure takes names and addresses out, retention removes, each in its own transaction only', async () => {
  await sql(as('erasure'), "UPDATE audit_log SET actor_name = 'x', address = NULL WHERE action = 'vm.start'");
  expect(await lines()).toEqual([{ ...line, actor_name: 'x', address: null }]);
  await expect(sql("UPDATE audit_log SET actor_name = 'alice'")).rejects.toThrow(/append-only/);
  await sql(as('retention'), "DELETE FROM audit_log WHERE action = 'vm.start'");
  expect(await lines()).toEqual([]);
});
