import { expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn, visit } from '../../testing/sign-in.js';
import { startApi } from '../../testing/start-api.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';

it('without its database the API answers 503 and recovers by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-away-'));
  const server = new EmbeddedPostgres(folder);
  const { host } = (await server.start()).clientConfig;
  const api = await startApi({
    env: { DATABASE_URL: `postgres://postgres@localhost/postgres?host=${host}` },
  });
  try {
    const alice = await signIn(api, 'alice');
    await server.stop();
    const answer = await alice.get('/api/auth/me');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ type: '/problems/database-unavailable' });
    const ready = await visit(api).get('/api/health/ready');
    expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'down' }]);
    const again = new EmbeddedPostgres(folder);
    await again.start();
    expect((await alice.get('/api/auth/me')).status).toBe(200);
    await api.stop();
    await again.stop();
  } finally {
    await api.stop();
    await rm(folder, { recursive: true });
  }
});
