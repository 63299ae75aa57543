import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signIn, visit } from '../../testing/sign-in.js';
import { startApi, TEST_PASSWORD, type TestApi } from '../../testing/start-api.js';

const PUBLIC_URL = 'https://vm-manager.school.example';
const MADE_UP = 'x'.repeat(43);

describe.each([
  ['over TLS', { PUBLIC_URL }, '__Host-vmm_session', '__Host-vmm_browser'],
  ['without TLS', {}, 'vmm_session', 'vmm_browser'],
] as const)('the cookie %s', (_, env, name, browserName) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ env });
  });
  afterAll(() => api.stop());

  const isOverTls = 'PUBLIC_URL' in env;
  const me = async (cookie: string) => (await visit(api, cookie).get('/api/auth/me')).status;
  const whoIs = async (cookie: string) =>
    ((await (await visit(api, cookie).get('/api/auth/me')).json()) as { username: string }).username;

  it('is bound to this host and path, hidden from scripts, and secure when the way is', async () => {
    const answer = await visit(api).send('POST', '/api/auth/login', {
      username: 'alice',
      password: TEST_PASSWORD,
    });
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([name, browserName]);
    for (const cookie of cookies) {
      expect(cookie).toContain('; Path=/; ');
      expect(cookie).toContain('; HttpOnly');
      expect(cookie).toContain('; SameSite=Strict');
      expect(/; Secure/.test(cookie)).toBe(isOverTls);
      // Else it would go to neighbours in the domain, and no browser takes it as `__Host-`.
      expect(cookie).not.toMatch(/domain=/i);
    }
  });

  it('is of use beside whatever a neighbour in the domain has set, in either order', async () => {
    const { cookie } = await signIn(api, 'alice');
    expect(cookie.startsWith(`${name}=`)).toBe(true);
    for (const other of [
      `vmm_session=${MADE_UP}`,
      'vmm_session=',
      'vmm_session',
      'vmm_session="quoted"',
      `vmm_session=${MADE_UP}; vmm_session=${MADE_UP.toUpperCase()}`,
      `vmm_browser=${MADE_UP}`,
      'vmm_session=%E0%A4%A',
    ])
      for (const both of [`${other}; ${cookie}`, `${cookie}; ${other}`, `${other};${cookie};a=b`])
        expect([both, await me(both)]).toEqual([both, 200]);
  });

  it('is the only one that signs anybody in', async () => {
    const { cookie } = await signIn(api, 'alice');
    const value = cookie.split('=')[1]!;
    for (const shown of [
      `${isOverTls ? '' : '__Host-'}vmm_session=${value}`,
      `VMM_SESSION=${value}`,
      `x${name}=${value}`,
      `a=${name}=${value}`,
      `${browserName}=${value}`,
    ])
      expect([shown, await me(shown)]).toEqual([shown, 401]);
  });

  it('of somebody who signs in anew ends all that the browser showed', async () => {
    const [bob, prof] = [await signIn(api, 'bob'), await signIn(api, 'prof')];
    const both = `${bob.cookie}; ${prof.cookie}`;
    expect(await whoIs(both)).toBe('bob');
    const answer = await visit(api, both).send('POST', '/api/auth/login', {
      username: 'alice',
      password: TEST_PASSWORD,
    });
    const [cookie = ''] = answer.headers.getSetCookie()[0]!.split(';');
    expect(await whoIs(`${both}; ${cookie}`)).toBe('alice');
    expect([await me(bob.cookie), await me(prof.cookie)]).toEqual([401, 401]);
  });

  it('goes when somebody signs out, and with it the session', async () => {
    const bob = await signIn(api, 'bob');
    const answer = await visit(api, `vmm_session=${MADE_UP}; ${bob.cookie}`).send('POST', '/api/auth/logout');
    const [taken = ''] = answer.headers.getSetCookie();
    expect(taken.startsWith(`${name}=;`)).toBe(true);
    expect(/; Secure/.test(taken)).toBe(isOverTls);
    expect(await me(bob.cookie)).toBe(401);
  });
});
