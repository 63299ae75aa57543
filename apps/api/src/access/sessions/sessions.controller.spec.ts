import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Session } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { SessionEntity } from './session.entity.js';
import { Sessions } from './sessions.js';

const SESSIONS = '/api/sessions';

describe('the list of sessions', () => {
  let api: TestApi;
  let alice: Visitor;
  let admin: Visitor;
  let aliceId: string;
  beforeAll(async () => {
    api = await startApi();
    [alice, admin] = await Promise.all([signIn(api, 'alice'), signIn(api, 'admin')]);
    aliceId = ((await (await alice.get('/api/auth/me')).json()) as { id: string }).id;
  });
  afterAll(() => api.stop());

  const list = async (visitor: Visitor, query = '') =>
    z.array(Session).parse(await (await visitor.get(`${SESSIONS}${query}`)).json());
  const works = async (visitor: Visitor) => (await visitor.get('/api/auth/me')).status === 200;

  it.each([
    ['GET', SESSIONS],
    ['DELETE', SESSIONS],
    ['DELETE', `${SESSIONS}/${randomUUID()}`],
    ['DELETE', `/api/users/${randomUUID()}/sessions`],
  ])('%s %s refuses the anonymous', async (method, path) => {
    expect((await visit(api).send(method, path)).status).toBe(401);
  });

  it('says where each browser is, and which one asks', async () => {
    const headers = { 'user-agent': `Firefox ${'x'.repeat(1000)}` };
    const elsewhere = await signIn(api, 'alice', undefined, headers);
    const sessions = await list(alice);
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    expect(sessions.find(({ current }) => !current)).toMatchObject({
      userId: aliceId,
      address: '127.0.0.1',
      userAgent: headers['user-agent'].slice(0, 300),
    });
    await elsewhere.send('POST', '/api/auth/logout');
    expect(await list(alice)).toHaveLength(1);
  });

  it('holds no session that has ended by itself', async () => {
    const forgotten = await signIn(api, 'alice');
    const { id } = (await list(forgotten)).find(({ current }) => current)!;
    await api.app
      .get(DataSource)
      .getRepository(SessionEntity)
      .update({ id }, { lastUsedAt: new Date(Date.now() - 9 * 3600_000) });
    expect((await list(alice)).map((session) => session.id)).not.toContain(id);
  });

  it('lets its owner end one, or all but the one in hand', async () => {
    const others = await Promise.all([1, 2, 3].map(() => signIn(api, 'alice')));
    const [first] = others as [Visitor];
    const { id } = (await list(first)).find(({ current }) => current)!;
    expect((await alice.send('DELETE', `${SESSIONS}/${id}`)).status).toBe(204);
    expect(await works(first)).toBe(false);
    expect((await alice.send('DELETE', `${SESSIONS}/${id}`)).status).toBe(404);
    expect((await alice.send('DELETE', SESSIONS)).status).toBe(204);
    expect(await Promise.all(others.map(works))).toEqual([false, false, false]);
    expect(await works(alice)).toBe(true);
  });

  it('is an administrator’s for everyone, and nobody else’s', async () => {
    const [session] = await list(admin, `?user=${aliceId}`);
    expect(session).toMatchObject({ userId: aliceId, current: false });
    for (const other of [await signIn(api, 'bob'), await signIn(api, 'prof')]) {
      expect((await other.get(`${SESSIONS}?user=${aliceId}`)).status).toBe(404);
      expect((await other.send('DELETE', `${SESSIONS}/${session!.id}`)).status).toBe(404);
      expect((await other.send('DELETE', `/api/users/${aliceId}/sessions`)).status).toBe(404);
    }
    expect(await works(alice)).toBe(true);
    expect((await admin.send('DELETE', `/api/users/${aliceId}/sessions`)).status).toBe(204);
    expect(await works(alice)).toBe(false);
    expect((await admin.send('DELETE', `/api/users/${randomUUID()}/sessions`)).status).toBe(404);
  });

  it('holds fifty at most: the one that was used longest ago ends', async () => {
    const bob = await signIn(api, 'bob');
    const sessions = api.app.get(DataSource).getRepository(SessionEntity);
    const bobs = (await list(bob))[0]!.userId;
    await sessions.update({ userId: bobs }, { lastUsedAt: new Date(Date.now() - 3600_000) });
    const opener = api.app.get(Sessions);
    await Promise.all(Array.from({ length: 49 }, () => opener.open(bobs)));
    expect(await works(bob)).toBe(true);
    await sessions.update({ userId: bobs }, { lastUsedAt: new Date(Date.now() - 3600_000) });
    await sessions.update(
      { id: (await list(bob)).find(({ current }) => current)!.id },
      { lastUsedAt: new Date(Date.now() - 7200_000) },
    );
    await opener.open(bobs);
    expect(await works(bob)).toBe(false);
    expect(await sessions.countBy({ userId: bobs })).toBe(50);
  });

  it('is on record when someone else ended it', async () => {
    const rows = await api.app
      .get(DataSource)
      .query(`SELECT actor_name, owner_name, outcome FROM audit_log WHERE action = 'session.revoke'`);
    expect(rows).toContainEqual({ actor_name: 'admin', owner_name: 'alice', outcome: 'done' });
  });
});
