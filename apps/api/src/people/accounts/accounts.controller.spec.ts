import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Account } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, In } from 'typeorm';
import * as z from 'zod';
import { UserEntity } from '../../access/identity/user.entity.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, TEST_PASSWORD, type TestApi } from '../../testing/start-api.js';

const USERS = '/api/users';
const NEW = { username: 'Helene.B', displayName: 'Hélène Béraud', password: 'un mot de passe' };

describe('accounts', () => {
  let api: TestApi;
  let database: DataSource;
  let admin: Visitor;
  let prof: Visitor;
  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
    [admin, prof] = await Promise.all([signIn(api, 'admin'), signIn(api, 'prof')]);
  });
  afterAll(() => api.stop());

  const list = async (visitor: Visitor, query = '') => {
    const answer = await visitor.get(`${USERS}${query}`);
    const accounts = z.array(Account).parse(await answer.json());
    return { total: Number(answer.headers.get('x-total-count')), accounts };
  };
  const names = async (visitor: Visitor, query?: string) =>
    (await list(visitor, query)).accounts.map(({ username }) => username);
  const account = async (username: string) =>
    (await list(admin, `?search=${username}`)).accounts.find((each) => each.username === username)!;
  const change = async (username: string, body: object, by = admin) =>
    by.send('PATCH', `${USERS}/${(await account(username)).id}`, body);
  const problem = async (answer: Response | Promise<Response>) => {
    const { type, errors } = (await (await answer).json()) as {
      type: string;
      errors?: { pointer: string }[];
    };
    return [type.slice(10), ...(errors ?? []).map(({ pointer }) => pointer)];
  };
  const recorded = (username: string) =>
    database.query(
      `SELECT action, actor_name, details FROM audit_log WHERE object_name = $1 AND action LIKE 'account.%' ORDER BY id`,
      [username],
    );

  it.each([
    ['GET', USERS],
    ['GET', `${USERS}.csv`],
    ['POST', USERS],
    ['GET', `${USERS}/${randomUUID()}`],
    ['PATCH', `${USERS}/${randomUUID()}`],
  ])('%s %s is closed to the anonymous and to students', async (method, path) => {
    expect((await visit(api).send(method, path)).status).toBe(401);
    expect(await problem((await signIn(api, 'alice')).send(method, path))).toEqual(['role-too-low']);
  });

  it.each([
    [{}],
    [{ ...NEW, username: 'a b' }],
    [{ ...NEW, password: 'court' }],
    [{ ...NEW, role: 'root' }],
    [{ ...NEW, email: 'nobody' }],
    [{ ...NEW, displayName: 'a\nb' }],
  ])('are not made of %j', async (body) => {
    expect((await problem(admin.send('POST', USERS, body)))[0]).toBe('invalid-request');
  });

  it('are made by an administrator, under a name that is free whatever its case', async () => {
    const answer = await admin.send('POST', USERS, { ...NEW, email: 'helene@school.example' });
    expect(answer.status).toBe(201);
    expect(Account.parse(await answer.json())).toMatchObject({
      username: 'helene.b',
      role: 'student',
      source: 'local',
      disabled: false,
      lastSignInAt: null,
    });
    await signIn(api, 'helene.b', NEW.password);
    expect(await problem(admin.send('POST', USERS, { ...NEW, username: 'HELENE.b' }))).toEqual([
      'name-taken',
    ]);
    expect(await problem(prof.send('POST', USERS, NEW))).toEqual(['role-too-low']);
  });

  it('are found by any part of name, display name and mail, accents and capitals aside', async () => {
    for (const search of ['elene', 'BERAUD', 'béraud', 'helene@SCHOOL'])
      expect([search, await names(admin, `?search=${encodeURIComponent(search)}`)]).toEqual([
        search,
        ['helene.b'],
      ]);
    for (const search of ['%25', '_', '%00', "'--"])
      expect(await names(admin, `?search=${search}`)).toEqual([]);
  });

  it('come in pages, in any order, and say how many there are', async () => {
    const all = await names(admin);
    expect(all).toEqual(['admin', 'alice', 'bob', 'helene.b', 'prof']);
    expect(await list(admin, '?limit=2&offset=1')).toMatchObject({
      total: 5,
      accounts: [{ username: 'alice' }, { username: 'bob' }],
    });
    expect(await names(admin, '?order=desc')).toEqual(all.toReversed());
    expect(await names(admin, '?sort=displayName')).toEqual(['admin', 'alice', 'bob', 'helene.b', 'prof']);
    expect((await names(admin, '?sort=lastSignInAt&order=desc')).at(-1)).toBe('bob');
    expect(await names(admin, '?role=teacher')).toEqual(['prof']);
    expect(await names(admin, '?source=directory')).toEqual([]);
    for (const wrong of ['limit=0', 'limit=1001', 'offset=-1', 'sort=password', 'state=x', 'group=1'])
      expect((await problem(admin.get(`${USERS}?${wrong}`)))[0]).toBe('invalid-request');
  });

  it('of their students are all that a teacher sees', async () => {
    expect(await list(prof)).toMatchObject({
      total: 2,
      accounts: [{ username: 'alice', groups: [{ name: 'demo', teaches: false }] }, { username: 'bob' }],
    });
    const { id } = await account('helene.b');
    expect(await problem(prof.get(`${USERS}/${id}`))).toEqual(['not-found']);
    expect(await problem(change('alice', { disabled: true }, prof))).toEqual(['role-too-low']);
  });

  it('change name and mail, and it is on record', async () => {
    const answer = await change('helene.b', { displayName: 'Hélène Petit', email: null });
    expect(await answer.json()).toMatchObject({ displayName: 'Hélène Petit', email: null });
    expect(await recorded('helene.b')).toMatchObject([
      { action: 'account.create', actor_name: 'admin' },
      {
        action: 'account.update',
        details: {
          displayName: { from: 'Hélène Béraud', to: 'Hélène Petit' },
          email: { from: 'helene@school.example', to: null },
        },
      },
    ]);
  });

  it('get another role, disabled and enabled again; each ends the sessions', async () => {
    const helene = await signIn(api, 'helene.b', NEW.password);
    expect(await (await change('helene.b', { role: 'teacher' })).json()).toMatchObject({
      role: 'teacher',
      roleSetByHand: false,
    });
    expect((await helene.get('/api/auth/me')).status).toBe(401);
    const again = await signIn(api, 'helene.b', NEW.password);
    const token = await again.send('POST', '/api/tokens', { name: 'x', scope: 'read' });
    const bearer = { authorization: `Bearer ${((await token.json()) as { token: string }).token}` };
    expect((await visit(api).get('/api/vms', bearer)).status).toBe(200);
    expect(await (await change('helene.b', { disabled: true })).json()).toMatchObject({ disabled: true });
    expect((await again.get('/api/auth/me')).status).toBe(401);
    await expect(signIn(api, 'helene.b', NEW.password)).rejects.toThrow('401');
    expect(await names(admin, '?state=disabled')).toEqual(['helene.b']);
    await change('helene.b', { disabled: false });
    await signIn(api, 'helene.b', NEW.password);
    // A token that ended with the account does not come back.
    expect((await visit(api).get('/api/vms', bearer)).status).toBe(401);
    const actions = (await recorded('helene.b')).map(({ action }: { action: string }) => action);
    expect(actions.slice(2)).toEqual(['account.role', 'account.disable', 'account.enable']);
  });

  it('get a new password, which ends their sessions and what was guessed wrong', async () => {
    const bob = await signIn(api, 'bob');
    for (let guess = 0; guess < 6; guess++)
      await visit(api).send('POST', '/api/auth/login', { username: 'bob', password: 'wrong' });
    expect((await change('bob', { password: 'un autre mot de passe' })).status).toBe(200);
    expect((await bob.get('/api/auth/me')).status).toBe(401);
    const again = await signIn(api, 'bob', 'un autre mot de passe');
    const notices = (await (await again.get('/api/notices')).json()) as { kind: string; text: string }[];
    expect(notices).toMatchObject([
      { kind: 'account-password', text: expect.stringContaining('Administration') },
    ]);
    expect(JSON.stringify(await recorded('bob'))).not.toContain('autre mot de passe');
    await change('bob', { password: TEST_PASSWORD });
  });

  it('of the directory take name, mail and password from there, and the role unless it was set by hand', async () => {
    const users = database.getRepository(UserEntity);
    await users.insert({
      username: 'jdupont',
      displayName: 'J. Dupont',
      role: 'teacher',
      directoryRole: 'teacher',
      source: 'directory',
    });
    for (const body of [{ displayName: 'X' }, { email: null }, { password: 'un mot de passe' }])
      expect(await problem(change('jdupont', body))).toEqual(['directory-decides']);
    const role = async (wanted: string | null) =>
      (await (await change('jdupont', { role: wanted })).json()) as Account;
    expect(await role('admin')).toMatchObject({ role: 'admin', roleSetByHand: true });
    expect(await role(null)).toMatchObject({ role: 'teacher', roleSetByHand: false });
    // The same role by hand stays whatever the directory says later.
    expect(await role('teacher')).toMatchObject({ role: 'teacher', roleSetByHand: true });
    expect(await problem(change('bob', { role: null }))).toEqual(['invalid-request', '/role']);
    await users.delete({ username: 'jdupont' });
  });

  it('of one’s own get a new password by no road but with the old one; another administrator may reset it', async () => {
    const passwordHash = async () =>
      (await database.getRepository(UserEntity).findOneByOrFail({ username: 'admin' })).passwordHash;
    const before = await passwordHash();
    const { id } = await account('admin');
    const made = await admin.send('POST', '/api/tokens', { name: 'own', scope: 'administer' });
    const token = (await made.json()) as { id: string; token: string };
    const bearer = { authorization: `Bearer ${token.token}` };
    const password = 'un tout autre mot de passe';
    const csv = (text: string, headers: Record<string, string>) =>
      fetch(`${api.url}${USERS}/import`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', ...headers },
        body: text,
      });
    for (const by of [bearer, { cookie: admin.cookie }]) {
      const send = (method: string, path: string, body: unknown) => visit(api).send(method, path, body, by);
      for (const body of [{ password }, { password: TEST_PASSWORD }, { displayName: 'X', password }])
        for (const own of [id, id.toUpperCase()])
          expect(await problem(send('PATCH', `${USERS}/${own}`, body))).toEqual([
            'invalid-request',
            '/password',
          ]);
      expect((await send('POST', USERS, { ...NEW, username: 'ADMIN', password })).status).toBe(409);
      for (const body of [{ newPassword: password }, { currentPassword: 'wrong', newPassword: password }])
        expect([400, 403]).toContain((await send('POST', '/api/auth/password', body)).status);
      for (const body of [{ password }, { newPassword: password }, { language: null, password }]) {
        await send('PATCH', '/api/auth/me', body);
        expect(await passwordHash()).toBe(before);
      }
      const answer = await csv(`login;nom;role;password\nADMIN;X;admin;${password}\n`, by);
      expect(JSON.stringify(await answer.json())).not.toContain('"outcome":"created"');
      expect((await send('DELETE', `${USERS}/${id}`, undefined)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await passwordHash()).toBe(before);
    expect((await admin.send('DELETE', `/api/tokens/${token.id}`)).status).toBe(204);

    await admin.send('POST', USERS, { ...NEW, username: 'second', role: 'admin' });
    const second = await signIn(api, 'second', NEW.password);
    expect((await second.send('PATCH', `${USERS}/${id}`, { password: TEST_PASSWORD })).status).toBe(200);
    expect((await admin.get('/api/auth/me')).status).toBe(401);
    expect(await recorded('admin')).toContainEqual(
      expect.objectContaining({ action: 'account.password', actor_name: 'second' }),
    );
    admin = await signIn(api, 'admin');
    await database.getRepository(UserEntity).delete({ username: 'second' });
  });

  it('of administrators: never one’s own, never the last', async () => {
    expect(await problem(change('admin', { disabled: true }))).toEqual(['invalid-request', '/disabled']);
    expect(await problem(change('admin', { role: 'student' }))).toEqual(['invalid-request', '/role']);
    expect((await change('admin', { role: 'admin', disabled: false })).status).toBe(200);
  });

  it('an administrator who cannot sign in does not count as the one who is left', async () => {
    const users = database.getRepository(UserEntity);
    const { passwordHash } = await users.findOneByOrFail({ username: 'admin' });
    const others = [
      { username: 'left', source: 'directory', leftDirectoryAt: new Date() },
      { username: 'nodirectory', source: 'directory' },
      { username: 'disabled', source: 'local', passwordHash, disabledAt: new Date() },
      { username: 'nopassword', source: 'local' },
    ] as const;
    for (const other of others) await users.insert({ displayName: 'X', role: 'admin', ...other });
    // Signed in with what is not a way to sign in any more: the one who may demote the last who can.
    await users.update({ username: 'nopassword' }, { passwordHash });
    const leaving = await signIn(api, 'nopassword');
    await users.update({ username: 'nopassword' }, { passwordHash: null });
    const { id } = await users.findOneByOrFail({ username: 'admin' });
    const demoted = leaving.send('PATCH', `${USERS}/${id}`, { role: 'teacher' });
    expect(await problem(demoted)).toEqual(['last-administrator']);
    await users.delete({ username: In(others.map(({ username }) => username)) });
  });

  it('two administrators who demote each other at the same instant leave one', async () => {
    for (let round = 0; round < 5; round++) {
      await database.query(`UPDATE users SET role = 'admin' WHERE username IN ('admin', 'helene.b')`);
      const one = await signIn(api, 'admin');
      const other = await signIn(api, 'helene.b', NEW.password);
      const [ids] = [await list(one)];
      const idOf = (name: string) => ids.accounts.find(({ username }) => username === name)!.id;
      const answers = await Promise.all([
        one.send('PATCH', `${USERS}/${idOf('helene.b')}`, { role: 'student' }),
        other.send(
          'PATCH',
          `${USERS}/${idOf('admin')}`,
          round % 2 ? { disabled: true } : { role: 'teacher' },
        ),
      ]);
      expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
      const left = await database.query(
        `SELECT username FROM users WHERE role = 'admin' AND disabled_at IS NULL`,
      );
      expect(left).toHaveLength(1);
      await database.query(`UPDATE users SET role = 'admin', disabled_at = NULL WHERE username = 'admin'`);
    }
    admin = await signIn(api, 'admin');
  });

  it('are exported for a spreadsheet, which runs no formula from them', async () => {
    await admin.send('POST', USERS, { ...NEW, username: 'evil', displayName: '=HYPERLINK("x")' });
    const answer = await admin.get(`${USERS}.csv?search=evil`, { 'accept-language': 'fr' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('accounts.csv');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const lines = bytes.subarray(3).toString().split('\r\n');
    expect(lines[0]).toBe('identifiant;nom;courriel;rôle;origine;état;groupes;machines;dernière connexion');
    expect(lines[1]).toContain(`evil;"'=HYPERLINK(""x"")";;`);
  });
});
