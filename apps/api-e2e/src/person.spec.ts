import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiProcess } from './support/api-process.js';
import { vmm } from './support/command.js';
import { askDatabase, dumpOf, postmasterOf } from './support/database.js';
import { Installation, PASSWORD } from './support/installation.js';
import { json, signIn, Visitor } from './support/visitor.js';

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let admin: Visitor;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start();
  alice = await signIn(api, 'alice');
  admin = await signIn(api, 'admin');
});
afterAll(() => installation.dispose());

const person = (...args: string[]) => vmm(installation, ['person', ...args]);

it('says how it is used, and that an account is unknown', async () => {
  for (const args of [[], ['export'], ['erase', 'alice', '--now'], ['leavers', 'alice']])
    expect(await person(...args)).toMatchObject({ code: 64 });
  const { code, said } = await person('export', 'nobody');
  expect([code, said]).toEqual([64, expect.stringContaining('There is no account "nobody"')]);
});

it('exports all that is kept about someone while the portal runs, without what would let others in', async () => {
  const vm = await alice.created('web-01');
  await new Visitor(api.url).send('POST', '/api/auth/login', { username: 'alice', password: 'mauvais' });
  const file = join(installation.folder, 'alice.json');
  expect(await person('export', 'alice', 'alice.json')).toMatchObject({ code: 0 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = await readFile(file, 'utf8');
  const { account, kept } = JSON.parse(text) as {
    account: string;
    kept: Record<string, Record<string, unknown>[]>;
  };
  expect(account).toBe('alice');
  expect(kept['users']).toEqual([expect.objectContaining({ username: 'alice', display_name: 'Alice' })]);
  expect(kept['groups']).toEqual([expect.objectContaining({ name: 'demo' })]);
  expect(kept['vms']).toEqual([expect.objectContaining({ id: vm.id, name: 'web-01' })]);
  expect(kept['jobs']).toEqual([expect.objectContaining({ subject_id: vm.id, kind: 'create' })]);
  for (const table of ['sessions', 'group_members', 'job_log', 'sign_in_failures', 'quota_charges'])
    expect([table, kept[table]]).toEqual([table, expect.arrayContaining([expect.anything()])]);
  expect(kept['audit_log']!.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['session.sign-in', 'vm.create']),
  );
  expect(text).not.toMatch(/argon2|password_hash|token_hash|sealed_secrets|"bob"/);
  // It is never written over what is there.
  expect((await person('export', 'alice', 'alice.json')).code).not.toBe(0);
});

it('does not forget someone who has VMs, nor the last administrator, and says why', async () => {
  const { code, said } = await person('erase', 'alice', '--yes');
  expect([code, said]).toEqual([1, expect.stringContaining('web-01 (running)')]);
  expect((await person('erase', 'admin', '--yes')).said).toContain('last administrator');
  expect((await alice.get('/api/auth/me')).status).toBe(200);
});

it('forgets someone while the portal runs: only once the name was typed, and at once', async () => {
  const [vm] = await alice.vms();
  await alice.remove(vm!.id);
  await alice.gone(vm!.id);
  await admin.get('/api/audit?person=alice');
  const unconfirmed = await vmm(installation, ['person', 'erase', 'alice'], { typed: 'bob\n' });
  expect(unconfirmed).toMatchObject({ code: 1, said: expect.stringContaining('nothing was changed') });
  expect((await alice.get('/api/auth/me')).status).toBe(200);

  const stream = await alice.events();
  expect(await vmm(installation, ['person', 'erase', 'alice'], { typed: 'alice\n' })).toMatchObject({
    code: 0,
  });
  await stream.closed;
  expect((await alice.get('/api/auth/me')).status).toBe(401);
  expect(await dumpOf(installation.dataDir)).not.toMatch(/"alice"|"Alice"|alice\//i);
});

it('keeps the lines of the log, with an alias and without the address', async () => {
  const entries = (await json(await admin.get('/api/audit?limit=1000'), 200)) as {
    action: string;
    actor: { username: string } | null;
    object: { id: string | null; name: string } | null;
    address: string | null;
    details: Record<string, unknown>;
  }[];
  const erased = entries.find(({ action }) => action === 'account.erase');
  const alias = erased!.object!.name;
  expect(alias).toMatch(/^effacé-[0-9a-f]{8}$/);
  const theirs = entries.filter(({ actor }) => actor?.username === alias);
  expect(theirs.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['vm.delete', 'vm.create', 'session.sign-in']),
  );
  expect(theirs.filter(({ address }) => address !== null)).toEqual([]);
  expect(
    entries.find(({ action, details }) => action === 'audit.read' && details['person'])?.details,
  ).toEqual({
    person: alias,
  });
  // The one whose file could not be written, too: it had been read.
  expect(entries.filter(({ action }) => action === 'account.export')).toHaveLength(2);
});

it('lists leavers with their VMs', async () => {
  const bob = await signIn(api, 'bob');
  expect((await person('leavers')).said).toContain('Nobody');
  await bob.created('labo');
  await askDatabase(
    installation.dataDir,
    "UPDATE users SET left_directory_at = '2026-07-04 12:00Z' WHERE username = 'bob'",
  );
  expect((await person('leavers')).said).toContain('2026-07-04  bob (Bob): labo (running)');
});

it('works while the portal is stopped, and stops the database again', async () => {
  await api.interrupt();
  expect(await person('erase', 'prof', '--yes')).toMatchObject({ code: 0 });
  expect(await postmasterOf(installation.dataDir)).toBeNull();
  api = await installation.start();
  const answer = await new Visitor(api.url).send('POST', '/api/auth/login', {
    username: 'prof',
    password: PASSWORD,
  });
  expect(answer.status).toBe(401);
});
