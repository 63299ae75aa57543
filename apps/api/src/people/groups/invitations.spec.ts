import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GroupInvitation, MemberImport, Notice } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { addRunningVm } from '../../machines/console-gateway/testing/console-visitor.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

describe('a student of others', () => {
  let api: TestApi;
  let database: DataSource;
  let admin: Visitor;
  let prof: Visitor;
  let carol: Visitor;
  let carolId: string;
  let demo: string;
  let others: string;
  let vmId: string;

  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
    for (const [username, role] of [
      ['carol', 'student'],
      ['prof2', 'teacher'],
      ['fresh', 'student'],
      ['alone', 'student'],
    ])
      await database.query(
        `INSERT INTO users (username, display_name, role, source, password_hash)
         SELECT $1, initcap($1), $2, 'local', password_hash FROM users WHERE username = 'alice'`,
        [username, role],
      );
    [admin, prof, carol] = await Promise.all([
      signIn(api, 'admin'),
      signIn(api, 'prof'),
      signIn(api, 'carol'),
    ]);
    const idOf = async (table: string, column: string, name: string) =>
      (await database.query<{ id: string }[]>(`SELECT id FROM ${table} WHERE ${column} = $1`, [name]))[0]!.id;
    carolId = await idOf('users', 'username', 'carol');
    demo = await idOf('groups', 'name', 'demo');
    others = ((await (await admin.send('POST', '/api/groups', { name: 'autres' })).json()) as { id: string })
      .id;
    await admin.send('POST', `/api/groups/${others}/members`, { username: 'carol' });
    await admin.send('POST', `/api/groups/${others}/members`, { username: 'prof2', teaches: true });
    vmId = await addRunningVm(api, 'carol');
    await addRunningVm(api, 'alone');
  });
  afterAll(() => api.stop());

  const add = (username: string, by = prof, group = demo) =>
    by.send('POST', `/api/groups/${group}/members`, { username });
  const invitationsOf = async (who: Visitor, path = '/api/invitations') =>
    z.array(GroupInvitation).parse(await (await who.get(path)).json());
  const told = async (who: Visitor) =>
    z
      .array(Notice)
      .parse(await (await who.get('/api/notices')).json())
      .map(({ kind }) => kind);
  const membersOf = async (group: string) =>
    (
      (await (await admin.get(`/api/groups/${group}/members`)).json()) as { user: { username: string } }[]
    ).map(({ user }) => user.username);
  const reaches = async (who: Visitor) => [
    (await who.get(`/api/vms/${vmId}`)).status,
    (await who.send('POST', `/api/vms/${vmId}/console`, { mode: 'control' })).status,
    (await who.send('POST', `/api/vms/${vmId}/passwords`, { account: 'root', password: 'prof le sait' }))
      .status,
    (await who.send('DELETE', `/api/vms/${vmId}`)).status,
    (await who.get(`/api/users/${carolId}`)).status,
  ];
  const actions = async (action: string) =>
    database.query<object[]>(
      'SELECT actor_name, owner_name, object_name FROM audit_log WHERE action = $1 ORDER BY id',
      [action],
    );

  it('is asked, told, and until the answer nothing of theirs is the teacher’s', async () => {
    const answer = await add('carol');
    expect(answer.status).toBe(202);
    expect(GroupInvitation.parse(await answer.json())).toMatchObject({
      group: { name: 'demo' },
      user: { username: 'carol' },
    });
    expect(await reaches(prof)).toEqual([404, 404, 404, 404, 404]);
    expect(await membersOf(demo)).not.toContain('carol');
    expect(await told(carol)).toContain('group-invited');
    expect(await invitationsOf(carol)).toMatchObject([
      { group: { id: demo }, invitedBy: { displayName: expect.any(String) } },
    ]);
    expect(await actions('group.invite')).toEqual([
      { actor_name: 'prof', owner_name: 'carol', object_name: 'demo' },
    ]);
  });

  it('is asked once, however often the teacher adds them, one by one or by a file', async () => {
    expect((await add('carol')).status).toBe(202);
    const file = await fetch(`${api.url}/api/groups/${demo}/members/import`, {
      method: 'POST',
      headers: { cookie: prof.cookie, 'content-type': 'text/csv' },
      body: 'identifiant\ncarol\nalone\nfresh',
    });
    const { applied, lines } = MemberImport.parse(await file.json());
    expect([applied, lines.map(({ outcome }) => outcome)]).toEqual([true, ['unchanged', 'invited', 'added']]);
    expect((await told(carol)).filter((kind) => kind === 'group-invited')).toHaveLength(1);
    expect(await membersOf(demo)).toEqual(['prof', 'alice', 'bob', 'fresh']);
    expect(await invitationsOf(prof, `/api/groups/${demo}/invitations`)).toHaveLength(2);
  });

  it('alone answers, and a refusal holds for a while', async () => {
    const [invitation] = await invitationsOf(carol);
    const path = `/api/invitations/${invitation!.id}`;
    expect((await visit(api).send('POST', `${path}/accept`)).status).toBe(401);
    for (const by of [prof, admin]) expect((await by.send('POST', `${path}/accept`)).status).toBe(403);
    expect((await (await signIn(api, 'alice')).send('POST', `${path}/accept`)).status).toBe(404);
    expect((await carol.send('POST', `/api/invitations/${randomUUID()}/accept`)).status).toBe(404);
    expect((await carol.send('POST', `${path}/decline`)).status).toBe(204);
    expect((await carol.send('POST', `${path}/accept`)).status).toBe(404);
    expect(await told(prof)).toContain('group-invitation-declined');
    expect((await add('carol')).status).toBe(400);
    expect(await reaches(prof)).toEqual([404, 404, 404, 404, 404]);
    await database.query(
      `UPDATE group_invitations SET declined_at = now() - interval '8 days' WHERE declined_at IS NOT NULL`,
    );
    expect((await add('carol')).status).toBe(202);
  });

  it('is not kept from being asked by a refusal of a time to come: the clock was wrong', async () => {
    const decline = `UPDATE group_invitations SET declined_at = now() + $1::interval WHERE user_id = $2`;
    for (const [ahead, status] of [
      ['-1 hour', 400],
      ['25 hours', 202],
    ] as const) {
      await database.query(decline, [ahead, carolId]);
      expect([ahead, (await add('carol')).status]).toEqual([ahead, status]);
    }
  });

  it('comes in by accepting, and hears when they are taken out again', async () => {
    const [invitation] = await invitationsOf(carol);
    expect((await carol.send('POST', `/api/invitations/${invitation!.id}/accept`)).status).toBe(204);
    expect(await invitationsOf(carol)).toEqual([]);
    expect((await prof.get(`/api/vms/${vmId}`)).status).toBe(200);
    expect(await told(prof)).toContain('group-invitation-accepted');
    const demoPath = `/api/groups/${demo}/members/${carolId}`;
    expect((await prof.send('DELETE', demoPath)).status).toBe(204);
    expect(await told(carol)).toContain('group-removed');
    expect((await prof.get(`/api/vms/${vmId}`)).status).toBe(404);
    expect((await add('carol')).status).toBe(202);
  });

  it('is asked no more once an administrator put them there, and is told of that, too', async () => {
    expect((await add('carol', admin)).status).toBe(201);
    expect(await invitationsOf(carol)).toEqual([]);
    expect((await told(carol)).filter((kind) => kind === 'group-added')).toHaveLength(2);
  });

  it('need not be asked for another class of a teacher who has them already', async () => {
    const second = (
      (await (await admin.send('POST', '/api/groups', { name: 'TP' })).json()) as { id: string }
    ).id;
    await admin.send('POST', `/api/groups/${second}/members`, { username: 'prof', teaches: true });
    expect((await add('carol', await signIn(api, 'prof'), second)).status).toBe(201);
  });

  it('is no longer asked when the teacher thinks better of it', async () => {
    const alone = await signIn(api, 'alone');
    const [invitation] = await invitationsOf(alone);
    const path = `/api/groups/${demo}/invitations/${invitation!.user.id}`;
    expect((await (await signIn(api, 'prof2')).send('DELETE', path)).status).toBe(404);
    expect((await prof.send('DELETE', path)).status).toBe(204);
    expect(await invitationsOf(alone)).toEqual([]);
    expect((await alone.send('POST', `/api/invitations/${invitation!.id}/accept`)).status).toBe(404);
  });
});
