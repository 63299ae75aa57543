import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { signIn } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { WRITE_LIMIT } from './write-limit.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('a loop of changes is stopped, with a word and a time; reading, others and signing out go on', async () => {
  const [alice, bob] = [await signIn(api, 'alice'), await signIn(api, 'bob')];
  const change = (language: string | null) => alice.send('PATCH', '/api/auth/me', { language });
  // What is refused is no change.
  for (let n = 0; n < 20; n++) expect((await change('de')).status).toBe(400);
  const answers: Response[] = [];
  while (answers.length < 2 * WRITE_LIMIT.atOnce)
    answers.push(...(await Promise.all([change('fr'), change(null)])));
  const done = answers.filter(({ status }) => status === 200).length;
  expect(done).toBeGreaterThanOrEqual(WRITE_LIMIT.atOnce);
  const refused = answers.at(-1)!;
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(await refused.json()).toMatchObject({
    type: '/problems/too-many-changes',
    detail: expect.stringContaining(String(WRITE_LIMIT.perMinute)),
  });
  expect((await alice.get('/api/auth/me')).status).toBe(200);
  expect((await bob.send('PATCH', '/api/auth/me', { language: null })).status).toBe(200);
  expect((await alice.send('POST', '/api/auth/logout')).status).toBe(204);
});

it('a loop of exports, each of them on record, is stopped too', async () => {
  const prof = await signIn(api, 'prof');
  const statuses = new Set<number>();
  for (let n = 0; n < 2 * WRITE_LIMIT.atOnce && !statuses.has(429); n++)
    statuses.add((await prof.get('/api/vms.csv')).status);
  expect([...statuses]).toEqual([200, 429]);
  expect((await prof.get('/api/vms')).status).toBe(200);
});

it('a class’s machines switched on one by one are far from it', () => {
  expect(WRITE_LIMIT.atOnce).toBeGreaterThanOrEqual(2 * 53);
});
