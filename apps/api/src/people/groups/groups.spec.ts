import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Account, Group, GroupMember, MemberImport } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { addRunningVm } from '../../machines/console-gateway/testing/console-visitor.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

const GROUPS = '/api/groups';

describe('groups', () => {
  let api: TestApi;
  let database: DataSource;
  let admin: Visitor;
  let prof: Visitor;
  let demo: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
    [admin, prof] = await Promise.all([signIn(api, 'admin'), signIn(api, 'prof')]);
    const person = (username: string, role: 'student' | 'teacher') => ({
      username,
      displayName: username,
      role,
      source: 'local' as const,
    });
    await database
      .getRepository(UserEntity)
      .insert([person('chloe', 'student'), person('denis', 'student'), person('prof2', 'teacher')]);
    const answer = await admin.get('/api/users');
    for (const { id, username } of z.array(Account).parse(await answer.json())) ids[username] = id;
    demo = (await list(admin))[0]!.id;
  });
  afterAll(() => api.stop());

  const list = async (visitor: Visitor) => z.array(Group).parse(await (await visitor.get(GROUPS)).json());
  const make = async (name: string) =>
    Group.parse(await (await admin.send('POST', GROUPS, { name })).json()).id;
  const members = async (visitor: Visitor, id: string) =>
    z.array(GroupMember).parse(await (await visitor.get(`${GROUPS}/${id}/members`)).json());
  const names = async (id: string) =>
    (await members(admin, id)).map(({ user, teaches }) => `${user.username}${teaches ? '*' : ''}`);
  const add = (visitor: Visitor, id: string, body: object) =>
    visitor.send('POST', `${GROUPS}/${id}/members`, body);
  const problem = async (answer: Response | Promise<Response>) => {
    const { type, errors } = (await (await answer).json()) as {
      type: string;
      errors?: { pointer: string }[];
    };
    return [type.slice(10), ...(errors ?? []).map(({ pointer }) => pointer)].join(' ');
  };
  const importing = (visitor: Visitor, id: string, csv: string | Buffer, query = '') =>
    fetch(`${api.url}${GROUPS}/${id}/members/import${query}`, {
      method: 'POST',
      headers: { cookie: visitor.cookie, 'content-type': 'text/csv', 'accept-language': 'fr' },
      body: Buffer.from(csv),
    });
  const imported = async (...call: Parameters<typeof importing>) =>
    MemberImport.parse(await (await importing(...call)).json());
  const recorded = (action: string) =>
    database.query(`SELECT actor_name, object_name, owner_name, details FROM audit_log WHERE action = $1`, [
      action,
    ]);

  describe('on every route', () => {
    it.each([
      ['GET', GROUPS],
      ['POST', GROUPS],
      ...['GET', 'PATCH', 'DELETE'].map((method) => [method, `${GROUPS}/ID`]),
      ['GET', `${GROUPS}/ID/members`],
      ['GET', `${GROUPS}/ID/members.csv`],
      ['POST', `${GROUPS}/ID/members`],
      ['POST', `${GROUPS}/ID/members/import`],
      ['PATCH', `${GROUPS}/ID/members/USER`],
      ['DELETE', `${GROUPS}/ID/members/USER`],
    ] as [string, string][])('%s %s refuses the anonymous and students', async (method, path) => {
      const real = path.replace('ID', demo).replace('USER', ids['bob']!);
      expect((await visit(api).send(method, real)).status).toBe(401);
      expect(await problem((await signIn(api, 'alice')).send(method, real))).toBe('role-too-low');
    });

    it('another’s group is to a teacher as if it were not there', async () => {
      const id = await make('pas la vôtre');
      for (const [method, path, body] of [
        ['GET', ''],
        ['GET', '/members'],
        ['GET', '/members.csv'],
        ['POST', '/members', { username: 'alice' }],
        ['DELETE', `/members/${ids['alice']}`],
      ] as const)
        for (const group of [id, randomUUID()])
          expect([path, await problem(prof.send(method, `${GROUPS}/${group}${path}`, body))]).toEqual([
            path,
            'not-found',
          ]);
      expect(await problem(importing(prof, id, 'username\nalice'))).toBe('not-found');
      for (const [method, path] of [
        ['POST', GROUPS],
        ['PATCH', `${GROUPS}/${demo}`],
        ['DELETE', `${GROUPS}/${demo}`],
        ['PATCH', `${GROUPS}/${demo}/members/${ids['alice']}`],
      ] as const)
        expect(await problem(prof.send(method, path, {}))).toBe('role-too-low');
      await admin.send('DELETE', `${GROUPS}/${id}`);
    });
  });

  it('are made, renamed and removed by an administrator, each name once', async () => {
    const answer = await admin.send('POST', GROUPS, { name: ' BTS SIO 1 ' });
    expect(answer.status).toBe(201);
    const group = Group.parse(await answer.json());
    expect(group).toMatchObject({ name: 'BTS SIO 1', source: 'manual', studentCount: 0, taught: false });
    expect(await problem(admin.send('POST', GROUPS, { name: 'BTS SIO 1' }))).toBe('name-taken');
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(101), 12])
      expect(await problem(admin.send('POST', GROUPS, { name }))).toBe('invalid-request /name');
    const path = `${GROUPS}/${group.id}`;
    expect(await problem(admin.send('PATCH', path, { name: 'demo' }))).toBe('name-taken');
    expect(await (await admin.send('PATCH', path, { name: 'BTS SIO 2' })).json()).toMatchObject({
      name: 'BTS SIO 2',
    });
    expect((await admin.send('DELETE', path)).status).toBe(204);
    expect((await admin.get(path)).status).toBe(404);
    expect(await recorded('group.update')).toMatchObject([
      { actor_name: 'admin', object_name: 'BTS SIO 2', details: { from: 'BTS SIO 1' } },
    ]);
  });

  it('say how many they are, and what each student has', async () => {
    await addRunningVm(api, 'alice');
    expect(await list(prof)).toMatchObject([
      {
        name: 'demo',
        studentCount: 2,
        teacherCount: 1,
        vmCount: 1,
        runningVmCount: 1,
        failedVmCount: 0,
        taught: true,
      },
    ]);
    expect((await list(admin))[0]).toMatchObject({ taught: false });
    expect(await members(prof, demo)).toMatchObject([
      { user: { username: 'prof' }, teaches: true },
      { user: { username: 'alice', role: 'student' }, vmCount: 1, runningVmCount: 1, source: 'manual' },
      { user: { username: 'bob', lastSignInAt: null }, vmCount: 0 },
    ]);
  });

  it('tell a teacher nothing of what colleagues do', async () => {
    await addRunningVm(api, 'prof2');
    await database.getRepository(UserEntity).update({ username: 'prof2' }, { lastSignInAt: new Date() });
    await add(admin, demo, { username: 'prof2', teaches: true });
    const colleague = (of: GroupMember[]) => of.find(({ user }) => user.username === 'prof2');
    expect(colleague(await members(prof, demo))).toMatchObject({ vmCount: 0, user: { lastSignInAt: null } });
    expect(colleague(await members(admin, demo))).toMatchObject({
      vmCount: 1,
      user: { lastSignInAt: expect.any(String) },
    });
    await admin.send('DELETE', `${GROUPS}/${demo}/members/${ids['prof2']}`);
  });

  it('take students from their teacher, found by name or id, once', async () => {
    expect((await add(prof, demo, { username: ' CHLOE ' })).status).toBe(201);
    expect((await add(prof, demo, { userId: ids['chloe'] })).status).toBe(201);
    expect(await names(demo)).toEqual(['prof*', 'alice', 'bob', 'chloe']);
    expect(await recorded('group.member-add')).toContainEqual({
      actor_name: 'prof',
      object_name: 'demo',
      owner_name: 'chloe',
      details: { teaches: false, member: { id: ids['chloe'], username: 'chloe' } },
    });
    const path = `${GROUPS}/${demo}/members/${ids['chloe']}`;
    expect((await prof.send('DELETE', path)).status).toBe(204);
    expect(await problem(prof.send('DELETE', path))).toBe('not-found');
    expect(await names(demo)).toEqual(['prof*', 'alice', 'bob']);
  });

  it('take nobody else from a teacher: nobody gains rights over colleagues that way', async () => {
    for (const username of ['admin', 'prof2', 'nobody'])
      expect([username, await problem(add(prof, demo, { username }))]).toEqual([
        username,
        'invalid-request /username',
      ]);
    expect(await problem(add(prof, demo, { userId: ids['admin'] }))).toBe('invalid-request /userId');
    expect(await problem(add(prof, demo, { username: 'chloe', teaches: true }))).toMatch('invalid-request');
    expect(await problem(prof.send('DELETE', `${GROUPS}/${demo}/members/${ids['prof']}`))).toMatch(
      'invalid-request',
    );
    expect(await names(demo)).toEqual(['prof*', 'alice', 'bob']);
  });

  it.each([[{}], [{ username: 'a', userId: randomUUID() }], [{ userId: 'x' }], [{ username: 1 }]])(
    'take no member from %j',
    async (body) => {
      expect(await problem(add(admin, demo, body))).toMatch('invalid-request');
    },
  );

  it('are taught by whom an administrator says, students aside', async () => {
    expect(await problem(add(admin, demo, { username: 'chloe', teaches: true }))).toMatch('invalid-request');
    await add(admin, demo, { username: 'prof2' });
    const path = `${GROUPS}/${demo}/members/${ids['prof2']}`;
    expect(await (await admin.send('PATCH', path, { teaches: true })).json()).toMatchObject({
      teaches: true,
    });
    expect(await problem(admin.send('PATCH', path, { teaches: 'yes' }))).toBe('invalid-request /teaches');
    expect(await names(demo)).toContain('prof2*');
    await admin.send('DELETE', path);
  });

  it('of the directory take name and members from there', async () => {
    const groups = database.getRepository(GroupEntity);
    const { id } = await groups.save(
      groups.create({ name: 'annuaire', source: 'directory', directoryDn: 'cn=x' }),
    );
    const member = database.getRepository(GroupMemberEntity);
    await member.insert({ groupId: id, userId: ids['prof']!, teaches: true, source: 'directory' });
    await member.insert({ groupId: id, userId: ids['alice']!, source: 'directory' });
    const path = `${GROUPS}/${id}`;
    expect(await problem(admin.send('PATCH', path, { name: 'autre' }))).toBe('directory-decides');
    expect(await problem(admin.send('DELETE', path))).toBe('directory-decides');
    for (const by of [admin, prof])
      expect(await problem(by.send('DELETE', `${path}/members/${ids['alice']}`))).toBe('directory-decides');
    expect(await problem(add(prof, id, { username: 'chloe' }))).toBe('directory-decides');
    expect((await add(admin, id, { username: 'chloe' })).status).toBe(201);
    await member.delete({ groupId: id, source: 'directory' });
    expect((await admin.send('DELETE', path)).status).toBe(204);
  });

  it('leave the VMs that were charged to them to their owners', async () => {
    const id = await make('éphémère');
    const vmId = await addRunningVm(api, 'bob');
    await database.query('UPDATE vms SET group_id = $1 WHERE id = $2', [id, vmId]);
    expect((await admin.send('DELETE', `${GROUPS}/${id}`)).status).toBe(204);
    expect(await (await admin.get(`/api/vms/${vmId}`)).json()).toMatchObject({ id: vmId, groupId: null });
    expect(await recorded('group.delete')).toContainEqual(
      expect.objectContaining({ object_name: 'éphémère', details: { members: 0, vms: 1 } }),
    );
  });

  describe('filled from a file', () => {
    it('say line by line what would happen, and do nothing in a dry run', async () => {
      const id = await make('import');
      await add(admin, id, { username: 'alice' });
      const csv =
        '\ufeffIdentifiant;Rôle;Nom\r\nalice;élève;Alice\r\n"CHLOE";;\r\n\r\nprof2;Enseignant;P\r\n';
      const dry = await imported(admin, id, csv, '?dryRun=true');
      expect(dry).toEqual({
        dryRun: true,
        applied: false,
        lines: [
          {
            line: 2,
            username: 'alice',
            displayName: expect.any(String),
            outcome: 'unchanged',
            teaches: false,
            detail: null,
          },
          {
            line: 3,
            username: 'chloe',
            displayName: expect.any(String),
            outcome: 'added',
            teaches: false,
            detail: null,
          },
          {
            line: 5,
            username: 'prof2',
            displayName: expect.any(String),
            outcome: 'added',
            teaches: true,
            detail: null,
          },
        ],
      });
      expect(await names(id)).toEqual(['alice']);
      expect(await imported(admin, id, csv)).toEqual({ ...dry, dryRun: false, applied: true });
      expect(await names(id)).toEqual(['prof2*', 'alice', 'chloe']);
      const again = await imported(admin, id, 'username,role\nprof2,student');
      expect(again.lines).toMatchObject([{ outcome: 'changed', teaches: false }]);
      expect(await recorded('group.import')).toMatchObject([
        { details: { added: 2, invited: 0, changed: 0, unchanged: 1 } },
        { details: { added: 0, invited: 0, changed: 1, unchanged: 0 } },
      ]);
      await admin.send('DELETE', `${GROUPS}/${id}`);
    });

    it('stay as they are when a single line is refused, and each line says why', async () => {
      const id = await make('refus');
      const csv = 'username,role\ndenis,\nnobody,\nDenis,student\nchloe,enseignant\nalice,chef\n';
      const { applied, lines } = await imported(admin, id, csv);
      expect(applied).toBe(false);
      expect(lines.map(({ line, outcome }) => `${line} ${outcome}`)).toEqual([
        '2 added',
        '3 refused',
        '4 refused',
        '5 refused',
        '6 refused',
      ]);
      expect(lines[1]!.detail).toBe('Aucun compte n’a cet identifiant.');
      expect(new Set(lines.map(({ detail }) => detail)).size).toBe(5);
      expect(await names(id)).toEqual([]);
      await admin.send('DELETE', `${GROUPS}/${id}`);
    });

    it('take from a teacher what they could add one by one', async () => {
      const { applied, lines } = await imported(prof, demo, 'identifiant\nchloe\nadmin\nprof2');
      expect([applied, lines.map(({ outcome }) => outcome)]).toEqual([
        false,
        ['added', 'refused', 'refused'],
      ]);
      expect(lines[1]!.detail).toBe('Aucun étudiant n’a cet identifiant.');
    });

    it('understand what Excel writes, and say so when nobody could', async () => {
      const latin1 = Buffer.from('identifiant;rôle\r\nalice;élève\r\n', 'latin1');
      expect((await imported(admin, demo, latin1, '?dryRun=true')).lines).toMatchObject([
        { username: 'alice', displayName: expect.any(String), outcome: 'unchanged' },
      ]);
      const refused = async (csv: string | Buffer) => {
        const answer = await importing(admin, demo, csv);
        return [
          answer.status,
          ((await answer.json()) as { errors?: { detail: string }[] }).errors?.[0]?.detail,
        ];
      };
      expect(await refused('nom,prénom\na,b')).toEqual([400, expect.stringContaining('première ligne')]);
      expect(await refused('')).toEqual([400, expect.stringContaining('première ligne')]);
      expect(await refused('identifiant;r\ufffdle\nalice;')).toEqual([400, expect.stringContaining('UTF-8')]);
      expect(await refused('username\n"alice')).toEqual([400, expect.stringContaining('guillemet')]);
      expect(await refused(`username\n${'a\n'.repeat(5_001)}`)).toEqual([
        400,
        expect.stringContaining('découpez'),
      ]);
      expect(await refused(`username\n${'a'.repeat(1_100_000)}`)).toEqual([413, undefined]);
      expect((await admin.send('POST', `${GROUPS}/${demo}/members/import`, {})).status).toBe(415);
    });

    it('keep everyone what they are where the file says nothing of it', async () => {
      const id = await make('sans rôle');
      await add(admin, id, { username: 'prof2', teaches: true });
      for (const csv of ['identifiant\r\nprof2\r\ndenis', 'identifiant;rôle\nprof2;\ndenis; '])
        expect((await imported(admin, id, csv, '?dryRun=true')).lines).toMatchObject([
          { username: 'prof2', outcome: 'unchanged', teaches: true },
          { username: 'denis', outcome: 'added', teaches: false },
        ]);
      expect(await names(id)).toEqual(['prof2*']);
    });

    it('ask about a column that says nothing to us, and leave it out when told to', async () => {
      const csv = 'identifiant;Statut;téléphone\nalice;prof;06';
      const answer = await importing(admin, demo, csv, '?dryRun=true');
      const { errors } = (await answer.json()) as { errors: { detail: string }[] };
      expect([answer.status, errors[0]!.detail]).toEqual([400, expect.stringMatching(/Statut.*téléphone/)]);
      expect((await imported(admin, demo, csv, '?dryRun=true&ignoreUnknown=true')).lines).toMatchObject([
        { username: 'alice', outcome: 'unchanged', teaches: false },
      ]);
    });

    it.each(['fr', 'en'])(
      'an export in %s comes back unchanged, whoever takes it and brings it',
      async (language) => {
        await add(admin, demo, { username: 'prof2', teaches: true });
        for (const by of [admin, prof]) {
          const csv = await by.get(`${GROUPS}/${demo}/members.csv`, { 'accept-language': language });
          const { applied, lines } = await imported(by, demo, Buffer.from(await csv.arrayBuffer()));
          expect([applied, new Set(lines.map(({ outcome }) => outcome))]).toEqual([
            true,
            new Set(['unchanged']),
          ]);
        }
        await admin.send('DELETE', `${GROUPS}/${demo}/members/${ids['prof2']}`);
      },
    );

    it('come out again as a file that goes in again, with no formula in it', async () => {
      const users = database.getRepository(UserEntity);
      await users.update({ username: 'denis' }, { displayName: '+cmd|calc' });
      const id = await make('export');
      await add(admin, id, { username: 'denis' });
      await add(admin, id, { username: 'prof2', teaches: true });
      const answer = await admin.get(`${GROUPS}/${id}/members.csv`, { 'accept-language': 'fr' });
      const csv = Buffer.from(await answer.arrayBuffer());
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.toString().split('\r\n').slice(0, 3)).toEqual([
        '\ufeffidentifiant;rôle;nom;courriel;machines;dernière connexion',
        expect.stringMatching(/^prof2;enseignant;prof2;;1;/),
        "denis;étudiant;'+cmd|calc;;0;",
      ]);
      const other = await make('copie');
      expect(await imported(admin, other, csv)).toMatchObject({ applied: true });
      expect(await names(other)).toEqual(['prof2*', 'denis']);
    });
  });
});
