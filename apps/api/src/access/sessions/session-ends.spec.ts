import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { signIn } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { SessionEnds } from './session-ends.js';
import { SessionEntity } from './session.entity.js';

describe('what a session left open', () => {
  let api: TestApi;
  let ends: SessionEnds;
  beforeAll(async () => {
    api = await startApi();
    ends = api.app.get(SessionEnds);
    await signIn(api, 'alice');
    await signIn(api, 'bob');
  });
  afterAll(() => api.stop());

  const sessions = () => api.app.get(DataSource).getRepository(SessionEntity);
  const idOf = async (username: string) => (await sessions().findOneByOrFail({ user: { username } })).id;
  const open = (sessionId: string) => {
    const seen = { isClosed: false };
    const watching = ends.of(sessionId).subscribe(() => (seen.isClosed = true));
    return { seen, stop: () => watching.unsubscribe() };
  };

  it.each([
    ['its last day is over', { expiresAt: new Date(Date.now() - 1000) }],
    ['nobody has used it for long', { lastUsedAt: new Date(Date.now() - 9 * 3600_000) }],
  ])('closes when %s, also while nothing is removed by age', async (_, change) => {
    await signIn(api, 'alice');
    const [alices] = await sessions().find({
      where: { user: { username: 'alice' } },
      order: { createdAt: 'DESC' },
    });
    const [old, living] = [open(alices!.id), open(await idOf('bob'))];
    await sessions().update({ id: alices!.id }, change);
    await ends.closeExpired();
    await until('it is closed', async () => old.seen.isClosed);
    expect(living.seen.isClosed).toBe(false);
    expect(await sessions().existsBy({ id: alices!.id })).toBe(true);
    living.stop();
  });

  it('is closed at once when it was over already', async () => {
    const id = await idOf('bob');
    await sessions().update({ id }, { expiresAt: new Date(Date.now() - 1000) });
    const { seen } = open(id);
    await until('it is closed', async () => seen.isClosed);
  });
});
