import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource, MoreThan } from 'typeorm';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, TEST_PASSWORD, type TestApi } from '../../testing/start-api.js';
import { Passwords } from '../passwords/passwords.js';
import { SessionEntity } from '../sessions/session.entity.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { UserEntity } from '../identity/user.entity.js';

const LOGIN = '/api/auth/login';
const PASSWORD = '/api/auth/password';

describe('the session routes', () => {
  let api: TestApi;
  let database: DataSource;
  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
  });
  afterAll(() => api.stop());

  const codeOf = async (answer: Promise<Response>) =>
    ((await (await answer).json()) as { type: string }).type.slice(10);
  const attempt = (username: string, password: string) =>
    visit(api).send('POST', LOGIN, { username, password });

  it.each([
    ['GET', '/api/auth/me'],
    ['PATCH', '/api/auth/me'],
    ['POST', '/api/auth/logout'],
    ['POST', PASSWORD],
  ])('%s %s refuses the anonymous and a made-up cookie', async (method, path) => {
    expect(await codeOf(visit(api).send(method, path))).toBe('not-signed-in');
    expect(await codeOf(visit(api, 'vmm_session=made-up').send(method, path))).toBe('not-signed-in');
  });

  it('says who is signed in, and that nobody is, without refusing', async () => {
    const session = async (visitor: Visitor) => {
      const answer = await visitor.get('/api/auth/session');
      return [answer.status, await answer.json()];
    };
    expect(await session(visit(api))).toEqual([200, { user: null }]);
    expect(await session(visit(api, 'vmm_session=made-up'))).toEqual([200, { user: null }]);
    const alice = await signIn(api, 'alice');
    expect(await session(alice)).toEqual([200, { user: await (await alice.get('/api/auth/me')).json() }]);
  });

  it.each([
    ['POST', LOGIN, {}],
    ['POST', LOGIN, { username: 'alice' }],
    ['POST', LOGIN, { username: 'alice', password: { $ne: '' } }],
    ['POST', LOGIN, []],
    ['POST', LOGIN, undefined],
    ['PATCH', '/api/auth/me', { language: 'de' }],
    ['PATCH', '/api/auth/me', {}],
    ['POST', PASSWORD, { currentPassword: TEST_PASSWORD, newPassword: 'short' }],
  ])('%s %s refuses %j', async (method, path, body) => {
    const bob = await signIn(api, 'bob');
    expect(await codeOf(bob.send(method, path, body))).toBe('invalid-request');
  });

  it('sign in answers who that is, whatever the case of the name', async () => {
    const answer = await attempt(' ALICE ', TEST_PASSWORD);
    expect(await answer.json()).toEqual({
      id: expect.any(String),
      username: 'alice',
      displayName: 'Alice',
      role: 'student',
      groups: [{ id: expect.any(String), name: 'demo', teaches: false }],
      language: null,
      localAccount: true,
    });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^vmm_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('the database holds nothing that could be shown as a cookie', async () => {
    const { cookie } = await signIn(api, 'alice');
    const rows = JSON.stringify(
      await database.query("SELECT s.*, encode(token_hash, 'escape') FROM sessions s"),
    );
    expect(rows).not.toContain(cookie.split('=')[1]);
  });

  it('each sign-in is a new session and ends the browser’s old one', async () => {
    const first = await signIn(api, 'alice');
    const second = await visit(api, first.cookie).send('POST', LOGIN, {
      username: 'bob',
      password: TEST_PASSWORD,
    });
    expect(second.status).toBe(200);
    expect((await first.get('/api/auth/me')).status).toBe(401);
  });

  it('sign out ends this session and takes the cookie away', async () => {
    const here = await signIn(api, 'alice');
    const elsewhere = await signIn(api, 'alice');
    const answer = await here.send('POST', '/api/auth/logout');
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toContain('Expires=Thu, 01 Jan 1970');
    expect((await here.get('/api/auth/me')).status).toBe(401);
    expect((await elsewhere.get('/api/auth/me')).status).toBe(200);
  });

  it('a session ends after 8 hours without use, and after 7 days in any case', async () => {
    const { cookie, get } = await signIn(api, 'alice');
    const sessions = database.getRepository(SessionEntity);
    const [session] = await sessions.find({ order: { createdAt: 'DESC' }, take: 1 });
    const ago = (hours: number) => new Date(Date.now() - hours * 3600_000);
    await sessions.update({ id: session!.id }, { lastUsedAt: ago(7.9) });
    expect((await get('/api/auth/me')).status).toBe(200);
    expect((await sessions.findOneByOrFail({ id: session!.id })).lastUsedAt!.getTime()).toBeGreaterThan(
      ago(1).getTime(),
    );
    await sessions.update({ id: session!.id }, { lastUsedAt: ago(8.1) });
    expect((await get('/api/auth/me')).status).toBe(401);
    await sessions.update({ id: session!.id }, { lastUsedAt: new Date(), expiresAt: ago(0.1) });
    expect((await visit(api, cookie).get('/api/auth/me')).status).toBe(401);
  });

  it('the account’s language wins over the browser’s', async () => {
    const alice = await signIn(api, 'alice');
    expect((await alice.send('PATCH', '/api/auth/me', { language: 'fr' })).status).toBe(200);
    const answer = await alice.send('PATCH', '/api/auth/me', {}, { 'accept-language': 'en' });
    expect(await answer.json()).toMatchObject({ title: 'Saisie à corriger' });
    await alice.send('PATCH', '/api/auth/me', { language: null });
  });

  it('a wrong password, an unknown account and a disabled one answer alike', async () => {
    await database.getRepository(UserEntity).insert({
      username: 'gone',
      displayName: 'Gone',
      role: 'student',
      source: 'local',
      passwordHash: (await database.getRepository(UserEntity).findOneByOrFail({ username: 'bob' }))
        .passwordHash,
      disabledAt: new Date(),
    });
    const answers = await Promise.all([
      attempt('prof', 'wrong'),
      attempt('nobody', 'wrong'),
      attempt('gone', TEST_PASSWORD),
      attempt('\u0000', 'x'),
    ]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(new Set(texts).size).toBe(1);
  });

  const failures = () => database.getRepository(SignInFailureEntity);
  const failed = (address: string, count: number, username = (nth: number) => `u${nth}`) =>
    failures().insert(
      Array.from({ length: count }, (_, nth) => ({
        username: username(nth),
        guesser: `network ${address}`,
        address,
        at: new Date(),
      })),
    );

  it('five failures close the account to who guessed, even with the right password', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => attempt('prof', 'wrong')));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(3);
    const right = await attempt('PROF', TEST_PASSWORD);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(20);
    expect((await attempt('alice', TEST_PASSWORD)).status).toBe(200);
    await database.query("UPDATE sign_in_failures SET at = at - interval '20 minutes'");
    expect((await attempt('prof', TEST_PASSWORD)).status).toBe(200);
    expect(await failures().countBy({ username: 'prof' })).toBe(0);
  });

  it('nobody else is kept out by who guesses: not at another address, not with a browser that is known', async () => {
    const known = await signIn(api, 'prof');
    await failed('127.0.0.1', 10, () => 'prof');
    await failed('192.0.2.66', 30, () => 'prof');
    expect((await attempt('prof', TEST_PASSWORD)).status).toBe(429);
    const answer = await visit(api, known.browser).send('POST', LOGIN, {
      username: 'prof',
      password: TEST_PASSWORD,
    });
    expect(answer.status).toBe(200);
    // What strangers guessed stays theirs.
    expect(await failures().countBy({ username: 'prof' })).toBe(40);
    await failures().clear();
    await failed('192.0.2.66', 30, () => 'prof');
    expect((await attempt('prof', TEST_PASSWORD)).status).toBe(200);
    await failures().clear();
  });

  it('a known browser may guess five times as well, and is known to its own accounts only', async () => {
    const { browser } = await signIn(api, 'alice');
    const guess = (username: string) =>
      visit(api, browser).send('POST', LOGIN, { username, password: 'wrong' });
    const own = [];
    for (let n = 0; n < 6; n++) own.push((await guess('alice')).status);
    expect(own).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await attempt('alice', TEST_PASSWORD)).status).toBe(200);
    await failed('127.0.0.1', 5, () => 'admin');
    expect((await guess('admin')).status).toBe(429);
    await failures().clear();
  });

  it('two hundred failures from everywhere close the account to strangers, not to where it signed in from', async () => {
    await signIn(api, 'bob');
    const everywhere = (username: string) =>
      failures().insert(
        Array.from({ length: 210 }, (_, nth) => {
          const address = `198.51.100.${nth}`;
          return { username, guesser: `network ${address}`, address, at: new Date() };
        }),
      );
    await everywhere('bob');
    expect((await attempt('bob', TEST_PASSWORD)).status).toBe(200);
    await database.query('DELETE FROM known_places WHERE network IS NOT NULL');
    expect((await attempt('bob', TEST_PASSWORD)).status).toBe(429);
    await failures().clear();
  });

  it('a hundred failures from one network slow down wrong passwords, and let right ones in', async () => {
    await database.query('DELETE FROM known_places');
    await failed('127.0.0.1', 100);
    const wrong = await attempt('never-seen', 'wrong');
    expect(wrong.status).toBe(429);
    expect(Number(wrong.headers.get('retry-after'))).toBeGreaterThan(500);
    expect((await attempt('alice', TEST_PASSWORD)).status).toBe(200);
    // One guess at each account; whoever is at home here has all five.
    expect((await attempt('bob', 'wrong')).status).toBe(429);
    expect((await attempt('bob', TEST_PASSWORD)).status).toBe(429);
    expect((await attempt('alice', 'wrong')).status).toBe(401);
    await failures().clear();
    expect((await attempt('bob', TEST_PASSWORD)).status).toBe(200);
  });

  it('what was counted while the clock was ahead keeps nobody out', async () => {
    const tomorrow = new Date(Date.now() + 25 * 3600_000);
    await failed('127.0.0.1', 120, (nth) => (nth < 10 ? 'prof' : `u${nth}`));
    await database.query('UPDATE sign_in_failures SET at = $1', [tomorrow]);
    expect((await attempt('prof', TEST_PASSWORD)).status).toBe(200);
    expect((await attempt('nobody', 'wrong')).status).toBe(401);
    await api.app.get(SignInThrottle).forgetOld();
    expect(await failures().countBy({ at: MoreThan(new Date(Date.now() + 3600_000)) })).toBe(0);
  });

  it('passwords are checked a few at a time, and nobody who is signed in waits for them', async () => {
    const alice = await signIn(api, 'alice');
    const [full, go] = [Promise.withResolvers<Response>(), Promise.withResolvers<void>()];
    const checking = jest
      .spyOn(api.app.get(Passwords), 'matches')
      .mockImplementation(() => go.promise.then(() => false));
    const answers = Array.from({ length: 150 }, async (_, nth) => {
      const answer = await attempt(`guess${nth}`, 'wrong');
      if (answer.status === 503) full.resolve(answer);
      return answer.status;
    });
    const refused = await full.promise;
    expect(await codeOf(Promise.resolve(refused))).toBe('too-busy');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(checking.mock.calls.length).toBeLessThanOrEqual(4);
    // More than the pool has connections.
    const read = await Promise.all(Array.from({ length: 30 }, () => alice.get('/api/auth/me')));
    expect(new Set(read.map(({ status }) => status))).toEqual(new Set([200]));
    go.resolve();
    expect(new Set(await Promise.all(answers))).toEqual(new Set([401, 503]));
    checking.mockRestore();
    await failures().clear();
  });

  it('a class behind one address signs in at once', async () => {
    const users = database.getRepository(UserEntity);
    const { passwordHash } = await users.findOneByOrFail({ username: 'alice' });
    const pupils = Array.from({ length: 60 }, (_, nth) => `pupil${nth}`);
    const account = { displayName: 'Pupil', role: 'student', source: 'local', passwordHash } as const;
    await users.insert(pupils.map((username) => ({ ...account, username })));
    const answers = await Promise.all(pupils.map((username) => attempt(username, TEST_PASSWORD)));
    expect(answers.map(({ status }) => status)).toEqual(pupils.map(() => 200));
  });

  it('a new password needs the current one, and ends whatever else was let in with the old', async () => {
    const here = await signIn(api, 'bob');
    const elsewhere = await signIn(api, 'bob');
    const made = await here.send('POST', '/api/tokens', { name: 'script', scope: 'read' });
    const { token } = (await made.json()) as { token: string };
    const script = { authorization: `Bearer ${token}` };
    const newPassword = 'un nouveau mot de passe';
    const change = (currentPassword: string) => here.send('POST', PASSWORD, { currentPassword, newPassword });
    expect(await codeOf(change('wrong'))).toBe('wrong-password');
    expect((await visit(api).get('/api/vms', script)).status).toBe(200);
    expect((await change(TEST_PASSWORD)).status).toBe(204);
    expect((await here.get('/api/auth/me')).status).toBe(200);
    expect((await elsewhere.get('/api/auth/me')).status).toBe(401);
    expect((await visit(api).get('/api/vms', script)).status).toBe(401);
    expect((await attempt('bob', TEST_PASSWORD)).status).toBe(401);
    expect((await attempt('bob', newPassword)).status).toBe(200);
  });

  it('whoever guesses at the password in an open browser is delayed there; strangers delay nobody', async () => {
    const [here, there] = [await signIn(api, 'prof'), await signIn(api, 'prof')];
    const change = (browser: Visitor, currentPassword: string) =>
      browser.send('POST', PASSWORD, { currentPassword, newPassword: TEST_PASSWORD });
    await failed('192.0.2.66', 20, () => 'prof');
    const guesses = [];
    for (let n = 0; n < 6; n++) guesses.push((await change(here, 'wrong')).status);
    expect(guesses).toEqual([400, 400, 400, 400, 400, 429]);
    const refused = await change(here, TEST_PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(20);
    expect((await attempt('prof', TEST_PASSWORD)).status).toBe(200);
    expect((await change(there, TEST_PASSWORD)).status).toBe(204);
    await failures().clear();
  });

  it('of several changes at once with the same old password, one is done', async () => {
    const prof = await signIn(api, 'prof');
    const wanted = ['premier', 'deuxième', 'troisième'].map((nth) => `mon ${nth} mot de passe`);
    const answers = await Promise.all(
      wanted.map((newPassword) =>
        prof.send('POST', PASSWORD, { currentPassword: TEST_PASSWORD, newPassword }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400]);
    const won = wanted[answers.findIndex(({ status }) => status === 204)]!;
    expect(
      await Promise.all(wanted.map(async (password) => (await attempt('prof', password)).status)),
    ).toEqual(wanted.map((password) => (password === won ? 200 : 401)));
    const back = { currentPassword: won, newPassword: TEST_PASSWORD };
    expect((await prof.send('POST', PASSWORD, back)).status).toBe(204);
    await failures().clear();
  });

  it('an account of the directory has no password here', async () => {
    const alice = await signIn(api, 'alice');
    const users = database.getRepository(UserEntity);
    await users.update({ username: 'alice' }, { source: 'directory' });
    const change = { currentPassword: TEST_PASSWORD, newPassword: 'un nouveau mot de passe' };
    expect((await alice.send('POST', PASSWORD, change)).status).toBe(409);
    expect((await attempt('alice', TEST_PASSWORD)).status).toBe(401);
    await users.update({ username: 'alice' }, { source: 'local' });
  });
});
