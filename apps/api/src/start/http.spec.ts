import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { startApi, type TestApi } from '../testing/start-api.js';
import { signIn, visit } from '../testing/sign-in.js';
import { until } from '../testing/until.js';

describe('every answer', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  /** What comes back on a connection of its own. */
  async function raw(text: string): Promise<string> {
    const { port, hostname } = new URL(api.url);
    const client = connect(Number(port), hostname);
    client.write(text);
    const [bytes] = (await once(client, 'data')) as [Buffer];
    client.destroy();
    return bytes.toString();
  }

  const problemOf = async (answer: Promise<Response>) => {
    const response = await answer;
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return (await response.json()) as { type: string; status: number; title: string; instance: string };
  };

  it('of an unknown address is a problem in the reader’s language', async () => {
    expect(await problemOf(visit(api).get('/api/nothing?secret=1', { 'accept-language': 'en' }))).toEqual({
      type: '/problems/not-found',
      status: 404,
      title: 'Not found',
      detail: 'This does not exist, or no longer does. Go back to the list.',
      instance: '/api/nothing',
    });
    expect((await problemOf(visit(api).get('/api/nothing'))).title).toBe('Introuvable');
  });

  it('to a wrong method names the right ones', async () => {
    const answer = await visit(api).send('DELETE', '/api/auth/me');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, PATCH');
  });

  it('to text that is no JSON is malformed-request, with an id to find it by', async () => {
    const answer = await visit(api).send('POST', '/api/auth/login', '{"username":');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json()).toMatchObject({ type: '/problems/malformed-request', status: 400 });
  });

  it.each([
    ['lists in lists', '['.repeat(45_000) + ']'.repeat(45_000)],
    ['boxes in boxes', '{"a":'.repeat(15_000) + '1' + '}'.repeat(15_000)],
    [
      'lists in a field that nobody asked for',
      `{"username":"a","password":"b","c":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
    ],
  ])('to %s without end is malformed-request', async (_what, body) => {
    const problem = await problemOf(visit(api).send('POST', '/api/auth/login', body));
    expect(problem).toMatchObject({ type: '/problems/malformed-request', status: 400 });
  });

  it.each([
    ['headers without end', `GET /api/vms HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(30_000)}\r\n\r\n`, 431],
    ['an address without end', `GET /api/vms?search=${'x'.repeat(30_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 400],
    ['a header with a line break in its name', 'GET / HTTP/1.1\r\nHost: x\r\na b: c\r\n\r\n', 400],
    [
      'a WebSocket at an address that has none',
      'GET /api/vms HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      404,
    ],
  ])('to %s is a problem too', async (_what, text, status) => {
    const answer = await raw(text);
    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [^]*Content-Type: application/problem\\+json[^]*"status":${status}`),
    );
  });

  it('to something too large is payload-too-large', async () => {
    const huge = { username: 'x'.repeat(200_000), password: 'x' };
    expect((await problemOf(visit(api).send('POST', '/api/auth/login', huge))).type).toBe(
      '/problems/payload-too-large',
    );
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'to %s is unsupported-media-type',
    async (type) => {
      const answer = visit(api).send('POST', '/api/auth/login', 'username=alice', { 'content-type': type });
      expect((await problemOf(answer)).status).toBe(415);
    },
  );

  it('to a file that comes as something else says what is taken', async () => {
    const admin = await signIn(api, 'admin');
    const path = '/api/groups/11111111-1111-4111-8111-111111111111/members/import';
    for (const type of ['text/plain', 'application/json']) {
      const answer = await admin.send('POST', path, '{}', { 'content-type': type, 'accept-language': 'en' });
      expect([answer.status, await answer.text()]).toEqual([415, expect.stringContaining('text/csv')]);
    }
  });

  it('to a page of another site is foreign-origin, unless it only reads', async () => {
    const alice = await signIn(api, 'alice');
    const foreign = { origin: 'https://evil.example' };
    expect((await problemOf(alice.send('POST', '/api/auth/logout', undefined, foreign))).type).toBe(
      '/problems/foreign-origin',
    );
    expect((await alice.get('/api/auth/me', foreign)).status).toBe(200);
    expect((await alice.send('PATCH', '/api/auth/me', { language: null }, { origin: api.url })).status).toBe(
      200,
    );
  });

  it('keeps a proxy’s request id and invents one for what is none', async () => {
    const idOf = async (given: string) =>
      (await visit(api).get('/api/health/live', { 'x-request-id': given })).headers.get('x-request-id');
    expect(await idOf('proxy-7.b')).toBe('proxy-7.b');
    expect(await idOf('a b')).not.toBe('a b');
  });

  it('has the id that is in the log of the job too that was asked for', async () => {
    const alice = await signIn(api, 'alice');
    const order = {
      ...{ name: 'suivie', templateId: 'debian-server', username: 'eleve' },
      ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
    };
    const answer = await alice.send('POST', '/api/vms', order, { 'x-request-id': 'proxy-7.c' });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([202, 'proxy-7.c']);
    const { job } = (await answer.json()) as { job: { id: string } };
    await until('the log has begun', async () => {
      const log = await (await alice.get(`/api/jobs/${job.id}/log`)).text();
      return log.startsWith(`Job ${job.id} (create), request proxy-7.c\n`);
    });
  });

  it('allows scripts of our own origin only, and no frame', async () => {
    const { headers } = await visit(api).get('/api/health/live');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src 'self' ${api.url.replace('http', 'ws')}`);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('does not let a Host header write into the policy', async () => {
    const { port } = new URL(api.url);
    const policy = await new Promise<unknown>((resolve, reject) => {
      const asked = request({ port, path: '/api/health/live', headers: { host: 'x; script-src *' } });
      asked.on('response', ({ headers }) => resolve(headers['content-security-policy']));
      asked.on('error', reject);
      asked.end();
    });
    expect(policy).not.toContain('script-src *');
  });

  it('is compressed from a kilobyte on, for whoever takes that, and says so to caches', async () => {
    const admin = await signIn(api, 'admin');
    const get = (path: string, accepted: string) => admin.get(path, { 'accept-encoding': accepted });
    const accounts = await get('/api/users', 'gzip, deflate, br');
    const plain = await get('/api/users', 'identity');
    expect(accounts.headers.get('content-encoding')).toBe('br');
    expect(plain.headers.get('content-encoding')).toBeNull();
    for (const answer of [accounts, plain]) expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(await accounts.json()).toEqual(await plain.json());
    expect((await get('/api/auth/me', 'gzip')).headers.get('content-encoding')).toBeNull();
  });

  it('of events is never compressed: they would wait for more', async () => {
    const ended = new AbortController();
    const alice = await signIn(api, 'alice');
    const headers = { cookie: alice.cookie, 'accept-encoding': 'gzip, br' };
    const answer = await fetch(`${api.url}/api/events`, { headers, signal: ended.signal });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('content-encoding')).toBeNull();
    ended.abort();
  });

  it('says in words of a person what is wrong with a query, whichever parameter it is', async () => {
    const { paths } = (await (await visit(api).get('/api/openapi.json')).json()) as {
      paths: Record<string, { get?: { parameters?: { in: string; name: string }[] } }>;
    };
    const admin = await signIn(api, 'admin');
    const asked = Object.entries(paths).flatMap(([path, { get }]) =>
      (path.includes('{') ? [] : (get?.parameters ?? []))
        .filter((parameter) => parameter.in === 'query')
        .map(({ name }) => `${path}?${name}=`),
    );
    const said: string[] = [];
    for (const query of asked)
      for (const value of [
        'abc',
        '',
        '-1',
        '1.5',
        '9'.repeat(30),
        '%00',
        'a%00b',
        '%ED%A0%80',
        'x'.repeat(3000),
      ]) {
        const answer = await admin.get(query + value, { 'accept-language': 'fr' });
        expect([query, value, answer.status < 500]).toEqual([query, value, true]);
        if (answer.status !== 400) continue;
        const { errors = [] } = (await answer.json()) as { errors?: { detail: string }[] };
        said.push(...errors.map(({ detail }) => detail));
      }
    expect(said).toContain('Un nombre entier, par exemple 20.');
    for (const sentence of said) expect(sentence).toMatch(/^[\p{Lu}\d][^<>=≥≤|"{}]*\.$/u);
    expect(said.join()).not.toMatch(/invalide ?:|attendu|reçu|trop petit|trop grand|expected|received/i);
  });

  it.each(['evil.example', 'evil.example:3000', 'vm-manager.attacker.example'])(
    'to a page at %s, whose name was made to lead here, is foreign-origin and says what helps',
    async (host) => {
      const answer = await raw(
        `POST /api/auth/login HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nAccept-Language: en\r\n` +
          'Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
      );
      expect(answer).toMatch(/^HTTP\/1\.1 403 [^]*"\/problems\/foreign-origin"/);
      expect(answer).toContain(`PUBLIC_URL=http://${host} `);
    },
  );

  it('to a page at a name of this network is what it is elsewhere', async () => {
    const answer = await raw(
      'POST /api/auth/login HTTP/1.1\r\nHost: server:3000\r\nOrigin: http://server:3000\r\n' +
        'Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*"\/problems\/invalid-request"/);
  });

  it('to an offer of another protocol comes in this one', async () => {
    const answer = await raw(
      'GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n' +
        'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*"status":"ok"/);
  });

  it('is the same for one spelling of an address only', async () => {
    const alice = await signIn(api, 'alice');
    for (const path of ['/API/notices/read', '/api/Notices/read', '/api/notices/READ'])
      expect((await alice.send('POST', path)).status).toBe(404);
    expect((await alice.send('POST', '/api/notices/read')).status).toBe(204);
  });

  it('publishes its document', async () => {
    const document = (await (await visit(api).get('/api/openapi.json')).json()) as { paths: object };
    expect(Object.keys(document.paths)).toContain('/api/auth/login');
    expect((await visit(api).get('/api/docs')).status).toBe(200);
    const script = await (await visit(api).get('/api/docs/swagger-ui-init.js')).text();
    expect(script).toContain('"url": "/api/openapi.json"');
    expect(script).not.toContain('/api/auth/login');
  });

  it('publishes it once: who has it is told that nothing changed', async () => {
    const etag = (await visit(api).get('/api/openapi.json')).headers.get('etag')!;
    const again = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    const answer = await visit(api).get('/api/openapi.json', again);
    expect([answer.status, await answer.text()]).toEqual([304, '']);
    const head = await visit(api).send('HEAD', '/api/openapi.json');
    expect([head.status, head.headers.get('etag')]).toEqual([200, etag]);
  });

  it('says whether it is ready, to anyone', async () => {
    expect(await (await visit(api).get('/api/health/live')).json()).toEqual({ status: 'ok', parts: {} });
    const ready = await visit(api).get('/api/health/ready');
    expect(await ready.json()).toMatchObject({ parts: { database: { status: 'ok' } } });
    expect(await (await visit(api).get('/api/platform')).json()).toMatchObject({ fake: true });
  });
});

describe('behind TLS', () => {
  it('the cookie is Secure and browsers are told to stay with HTTPS', async () => {
    const api = await startApi({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    try {
      const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'vm.example' };
      const answer = await visit(api).send(
        'POST',
        '/api/auth/login',
        { username: 'x', password: 'x' },
        proxied,
      );
      expect(answer.headers.get('strict-transport-security')).toContain('max-age');
      const alice = await signIn(api, 'alice', undefined, proxied);
      expect(alice.setCookie).toContain('Secure');
    } finally {
      await api.stop();
    }
  });
});
