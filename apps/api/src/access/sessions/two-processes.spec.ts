import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import { DataSource } from 'typeorm';
import { Notifications } from '../../foundation/database/notifications.js';
import { signIn, visit } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { SessionEnds } from './session-ends.js';
import { SessionEntity } from './session.entity.js';

describe('two API processes on one data folder', () => {
  let dataDir: string;
  let one: TestApi;
  let other: TestApi;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'vmm-api-'));
    [one, other] = await Promise.all([startApi({ dataDir }), startApi({ dataDir })]);
    await Promise.all([one, other].map(({ app }) => app.get(Notifications).settled()));
  });
  afterAll(async () => {
    await one.stop();
    await other.stop();
    await rm(dataDir, { recursive: true });
  });

  const sessionIdOf = async (username: string) => {
    const [session] = await other.app
      .get(DataSource)
      .getRepository(SessionEntity)
      .find({
        where: { user: { username } },
        order: { createdAt: 'DESC' },
        take: 1,
      });
    return session!.id;
  };
  const endOf = (sessionId: string) =>
    firstValueFrom(other.app.get(SessionEnds).of(sessionId), { defaultValue: undefined });

  it('make the first accounts once', () => {
    const created = [one, other].map(({ firstAccounts }) => firstAccounts.length);
    expect(created.sort()).toEqual([0, 4]);
  });

  it('know each other’s sessions', async () => {
    const alice = await signIn(one, 'alice');
    expect((await visit(other, alice.cookie).get('/api/auth/me')).status).toBe(200);
  });

  it('hear at once of a sign-out at the other', async () => {
    const alice = await signIn(one, 'alice');
    const ended = endOf(await sessionIdOf('alice'));
    await alice.send('POST', '/api/auth/logout');
    await ended;
  });

  it('find that a session has ended before they listened', async () => {
    const bob = await signIn(one, 'bob');
    const sessionId = await sessionIdOf('bob');
    await bob.send('POST', '/api/auth/logout');
    await endOf(sessionId);
  });

  it('catch up on what they missed while the connection was away', async () => {
    await signIn(one, 'bob');
    const sessionId = await sessionIdOf('bob');
    const ended = endOf(sessionId);
    const database = one.app.get(DataSource);
    await database.getRepository(SessionEntity).delete({ id: sessionId });
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vmm-notifications'",
    );
    await ended;
  });
});
