import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessToken, NewAccessToken, type TokenScope } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { SessionEntity } from '../session.entity.js';
import { UserEntity } from '../user.entity.js';

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

  it('are revoked by their owner alone, and are no browser’s session', async () => {
    const { token, id } = await make(alice, 'read');
    for (const other of [await signIn(api, 'bob'), admin])
      expect((await other.send('DELETE', `${TOKENS}/${id}`)).status).toBe(404);
    expect((await alice.send('DELETE', `/api/sessions/${id}`)).status).toBe(404);
    expect((await alice.send('DELETE', '/api/sessions')).status).toBe(204);
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(200);
    expect((await alice.send('DELETE', `${TOKENS}/${id}`)).status).toBe(204);
    expect((await ask(token, 'GET', '/api/vms')).status).toBe(401);
  });
});
