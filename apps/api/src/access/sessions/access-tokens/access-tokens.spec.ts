import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessToken, NewAccessToken, type TokenScope } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { signIn, visit, type Visitor } from '../../../testing/sign-in.js';
import { startApi, type TestApi } from '../../../testing/start-api.js';
import { SessionEntity } from '../session.entity.js';
import { UserEntity } from '../../identity/user.entity.js';

const TOKENS = '/api/tokens';

describe('access tokens', () => {
  let api: TestApi;
  let database: DataSource;
  let alice: Visitor;
  let admin: Visitor;
  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
    [alice, admin] = await Promise.all([signIn(api, 'alice'), signIn(api, 'admin')]);
  });
  afterAll(() => api.stop());

  const make = async (visitor: Visitor, scope: TokenScope, name = 'script', expiresInDays = 1) =>
    NewAccessToken.parse(await (await visitor.send('POST', TOKENS, { name, scope, expiresInDays })).json());
  const list = async (visitor: Visitor) =>
    z.array(AccessToken).parse(await (await visitor.get(TOKENS)).json());
  const ask = (token: string, method: string, path: string, body?: unknown, cookie = '') =>
    visit(api, cookie).send(method, path, body, { authorization: `Bearer ${token}` });
  const codeOf = async (answer: Promise<Response>) =>
    ((await (await answer).json()) as { type: string }).type.slice(10);

  it.each([
    ['GET', TOKENS],
    ['POST', TOKENS],
    ['DELETE', `${TOKENS}/${randomUUID()}`],
    ['DELETE', `/api/users/${randomUUID()}/tokens`],
  ])('%s %s refuses the anonymous', async (method, path) => {
    expect((await visit(api).send(method, path)).status).toBe(401);
  });

  it.each([
    [{}],
    [{ name: '', scope: 'read' }],
    [{ name: 'a\nb', scope: 'read' }],
    [{ name: 'x', scope: 'everything' }],
    [{ name: 'x', scope: 'read', expiresInDays: 0 }],
    [{ name: 'x', scope: 'read', expiresInDays: 3660 }],
    // A student administers nothing.
    [{ name: 'x', scope: 'administer' }],
  ])('are not made of %j', async (body) => {
    expect(await codeOf(alice.send('POST', TOKENS, body))).toBe('invalid-request');
  });

  it('are shown once, kept as a hash, and their last use is noted', async () => {
    const made = await make(alice, 'read', 'sauvegarde');
    expect(made.token).toMatch(/^vmm_[\w-]{43}$/);
    expect(await list(alice)).toMatchObject([{ name: 'sauvegarde', scope: 'read', lastUsedAt: null }]);
    expect(await (await ask(made.token, 'GET', '/api/auth/me')).json()).toMatchObject({ username: 'alice' });
    const [used] = await list(alice);
    expect(Date.now() - Date.parse(used!.lastUsedAt!)).toBeLessThan(60_000);
    const rows = await database.query(`SELECT s.*, encode(token_hash, 'escape') FROM sessions s`);
    const log = await database.query(`SELECT * FROM audit_log WHERE action = 'token.create'`);
    expect(log).not.toEqual([]);
    expect(JSON.stringify([rows, log])).not.toContain(made.token.slice(4));
  });

  it('allow what their scope says', async () => {
    const [read, operate] = [await make(alice, 'read'), await make(alice, 'operate')];
    const change = { language: null };
    expect((await ask(read.token, 'GET', '/api/vms')).status).toBe(200);
    expect(await codeOf(ask(read.token, 'PATCH', '/api/auth/me', change))).toBe('scope-too-low');
    expect((await ask(operate.token, 'PATCH', '/api/auth/me', change)).status).toBe(200);
    expect(await codeOf(ask(operate.token, 'GET', '/api/sessions'))).toBe('scope-too-low');
    const administer = await make(admin, 'administer');
    expect((await ask(administer.token, 'GET', '/api/sessions')).status).toBe(200);
  });

  it('cannot make tokens, change the password or sign out, whatever they allow', async () => {
    const { token, id } = await make(admin, 'administer');
    const password = { currentPassword: 'x', newPassword: 'un nouveau mot de passe' };
    for (const [method, path, body] of [
      ['GET', TOKENS],
      ['POST', TOKENS, { name: 'other', scope: 'read' }],
      ['DELETE', `${TOKENS}/${id}`],
      ['POST', '/api/auth/password', password],
      ['POST', '/api/auth/logout'],
    ] as const)
      expect([path, await codeOf(ask(token, method, path, body))]).toEqual([path, 'scope-too-low']);
  });

  it('win over a cookie: a wrong one is refused beside a right cookie', async () => {
    const { token } = await make(alice, 'read');
    const me = await ask(token, 'GET', '/api/auth/me', undefined, admin.cookie);
    expect(await me.json()).toMatchObject({ username: 'alice' });
    for (const wrong of ['', 'vmm_', 'x'.repeat(5_000), alice.cookie.split('=')[1]!])
      expect((await ask(wrong, 'GET', '/api/auth/me', undefined, alice.cookie)).status).toBe(401);
    // Nor is a token a session.
    expect((await visit(api, `vmm_session=${token}`).get('/api/auth/me')).status).toBe(401);
  });

  it('never allow more than their owner’s role does by now', async () => {
    const prof = await signIn(api, 'prof');
    const { token } = await make(prof, 'administer');
    expect((await ask(token, 'GET', '/api/sessions')).status).toBe(200);
    const users = database.getRepository(UserEntity);
    await users.update({ username: 'prof' }, { role: 'student' });
    expect(await codeOf(ask(token, 'GET', '/api/sessions'))).toBe('scope-too-low');
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(200);
    await users.update({ username: 'prof' }, { role: 'teacher', disabledAt: new Date() });
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(401);
    await users.update({ username: 'prof' }, { disabledAt: null });
  });

  it('expire, but not by idling', async () => {
    const { token, id } = await make(alice, 'read');
    const sessions = database.getRepository(SessionEntity);
    await sessions.update({ id }, { lastUsedAt: new Date(Date.now() - 20 * 24 * 3600_000) });
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(200);
    await sessions.update({ id }, { expiresAt: new Date(Date.now() - 1) });
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(401);
    expect((await list(alice)).map((each) => each.id)).not.toContain(id);
  });

  it('are revoked by their owner, and are no browser’s session', async () => {
    const { token, id } = await make(alice, 'read');
    for (const other of [await signIn(api, 'bob'), await signIn(api, 'prof')])
      expect((await other.send('DELETE', `${TOKENS}/${id}`)).status).toBe(404);
    expect((await alice.send('DELETE', `/api/sessions/${id}`)).status).toBe(404);
    expect((await alice.send('DELETE', '/api/sessions')).status).toBe(204);
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(200);
    expect((await alice.send('DELETE', `${TOKENS}/${id}`)).status).toBe(204);
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(401);
  });

  it('are an administrator’s to see and to end, by the browser only, and nobody else’s', async () => {
    const [first, second] = [await make(alice, 'read', 'première'), await make(alice, 'read', 'seconde')];
    const { id: aliceId } = (await (await alice.get('/api/auth/me')).json()) as { id: string };
    const administer = await make(admin, 'administer');
    expect(await codeOf(ask(administer.token, 'GET', `${TOKENS}?user=${aliceId}`))).toBe('scope-too-low');
    for (const other of [await signIn(api, 'bob'), await signIn(api, 'prof')]) {
      expect((await other.get(`${TOKENS}?user=${aliceId}`)).status).toBe(404);
      expect((await other.send('DELETE', `/api/users/${aliceId}/tokens`)).status).toBe(404);
    }
    const seen = await (await admin.get(`${TOKENS}?user=${aliceId}`)).text();
    expect(seen).toContain('première');
    expect(seen).not.toContain(first.token);
    expect((await admin.send('DELETE', `${TOKENS}/${first.id}`)).status).toBe(204);
    expect((await ask(first.token, 'GET', '/api/vms')).status).toBe(401);
    expect((await ask(second.token, 'GET', '/api/vms')).status).toBe(200);
    expect((await admin.send('DELETE', `/api/users/${aliceId}/tokens`)).status).toBe(204);
    expect((await ask(second.token, 'GET', '/api/vms')).status).toBe(401);
    expect((await admin.send('DELETE', `/api/users/${randomUUID()}/tokens`)).status).toBe(404);
    expect((await admin.get(`${TOKENS}?user=nonsense`)).status).toBe(400);
    const rows = await database.query(
      `SELECT actor_name, owner_name FROM audit_log WHERE action = 'token.revoke' AND object_id = $1`,
      [second.id],
    );
    expect(rows).toEqual([{ actor_name: 'admin', owner_name: 'alice' }]);
  });

  it('are revoked once, by however many at once', async () => {
    const { id } = await make(alice, 'read');
    const answers = Array.from({ length: 10 }, (_, nth) =>
      (nth % 2 === 0 ? alice : admin).send('DELETE', `${TOKENS}/${id}`),
    );
    const statuses = (await Promise.all(answers)).map(({ status }) => status).sort();
    expect(statuses).toEqual([204, ...Array<number>(9).fill(404)]);
    const lines = await database.query(
      `SELECT FROM audit_log WHERE action = 'token.revoke' AND object_id = $1`,
      [id],
    );
    expect(lines).toHaveLength(1);
  });

  it('are twenty at most, also of those made at once; one that has ended makes room', async () => {
    const bob = await signIn(api, 'bob');
    const body = { name: 'boucle', scope: 'read', expiresInDays: 1 };
    const answers = await Promise.all(Array.from({ length: 30 }, () => bob.send('POST', TOKENS, body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    const refused = answers.find(({ status }) => status !== 201)!;
    expect(await refused.json()).toMatchObject({
      type: '/problems/too-many-tokens',
      status: 409,
      detail: expect.stringContaining('20'),
    });
    const [one] = await list(bob);
    await database.getRepository(SessionEntity).update({ id: one!.id }, { expiresAt: new Date() });
    expect((await bob.send('POST', TOKENS, body)).status).toBe(201);
  });
});
