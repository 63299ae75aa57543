import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../testing/start-api.js';
import { signIn } from '../testing/sign-in.js';

describe('the session routes', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('sign in with a right password and say who that is', async () => {
    const alice = await signIn(api, 'alice');
    const answer = await alice.get('/api/auth/me');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      username: 'alice',
      role: 'student',
      groups: [{ name: 'demo' }],
    });
  });
});
