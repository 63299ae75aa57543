import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Group, Vm } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';

let api: TestApi;
let database: DataSource;
let admin: Visitor;
let alice: Visitor;
beforeAll(async () => {
  api = await startApi();
  database = api.app.get(DataSource);
  [admin, alice] = await Promise.all([signIn(api, 'admin'), signIn(api, 'alice')]);
});
afterAll(() => api.stop());

const VM = {
  templateId: 'debian-server',
  username: 'eleve',
  password: 'Mot-de-passe 1',
  rootPassword: 'Mot-de-racine 2',
};

/** A new group in which alice is. */
async function withAlice(name: string): Promise<string> {
  const { id } = Group.parse(await (await admin.send('POST', '/api/groups', { name })).json());
  const joined = await admin.send('POST', `/api/groups/${id}/members`, { username: 'alice' });
  expect(joined.status).toBe(201);
  return id;
}

/** What comes of the request when it arrives in the middle of what is done here. */
async function meanwhile(
  work: (tx: EntityManager) => Promise<unknown>,
  request: () => Promise<Response>,
): Promise<Response> {
  let answer: Promise<Response> | undefined;
  await database.transaction(async (tx) => {
    await work(tx);
    answer = request();
    await until('the request waits for the group', async () => {
      const waiting = await database.query<unknown[]>(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%group%'`,
      );
      return waiting.length > 0;
    });
  });
  return answer!;
}

const groupsOf = (vmId: string) =>
  database.query<unknown[]>(
    'SELECT v.group_id AS vm, c.group_id AS charge FROM vms v JOIN quota_charges c ON c.vm_id = v.id WHERE v.id = $1',
    [vmId],
  );

it('leaves a VM that came to be charged to the group at that moment to its owner, charged to none', async () => {
  const groupId = await withAlice('éphémère');
  const created = await alice.send('POST', '/api/vms', { ...VM, name: 'web1', groupId });
  const { id } = Vm.parse(await created.json());
  await until('the VM runs', async () => {
    const { state, job } = Vm.parse(await (await alice.get(`/api/vms/${id}`)).json());
    return state === 'running' && job?.finishedAt !== null;
  });
  const charge = async (tx: EntityManager, to: string | null) => {
    await tx.query('UPDATE vms SET group_id = $1 WHERE id = $2', [to, id]);
    await tx.query('UPDATE quota_charges SET group_id = $1 WHERE vm_id = $2', [to, id]);
  };
  await charge(database.manager, null);
  const charging = (tx: EntityManager) => charge(tx, groupId);
  const removed = await meanwhile(charging, () => admin.send('DELETE', `/api/groups/${groupId}`));
  expect(removed.status).toBe(204);
  expect(await groupsOf(id)).toEqual([{ vm: null, charge: null }]);
});

it('makes no VM for a group that went while it was asked for', async () => {
  const groupId = await withAlice('fugace');
  const removing = (tx: EntityManager) => tx.query('DELETE FROM groups WHERE id = $1', [groupId]);
  const answer = await meanwhile(removing, () =>
    alice.send('POST', '/api/vms', { ...VM, name: 'web2', groupId }),
  );
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ type: '/problems/not-found' });
  expect(await database.query('SELECT 1 FROM vms WHERE name = $1', ['web2'])).toEqual([]);
});

it.each<[what: string, method: string, path: string, body: unknown, headers: Record<string, string>]>([
  ['its members from a file', 'POST', '/members/import', 'username\nbob\n', { 'content-type': 'text/csv' }],
  ['one more member', 'POST', '/members', { username: 'bob' }, {}],
  ['its quota', 'PUT', '/quota', { budget: { vms: 9 } }, {}],
  ['its name', 'PATCH', '', { name: 'autrement' }, {}],
])('a group that goes at the moment of %s is not found', async (what, method, path, body, headers) => {
  const groupId = await withAlice(`passage pour ${what}`);
  const removing = (tx: EntityManager) => tx.query('DELETE FROM groups WHERE id = $1', [groupId]);
  const answer = await meanwhile(removing, () =>
    admin.send(method, `/api/groups/${groupId}${path}`, body, headers),
  );
  expect(await answer.json()).toMatchObject({ type: '/problems/not-found', status: 404 });
});
