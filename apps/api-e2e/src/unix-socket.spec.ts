import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { Installation, PASSWORD } from './support/installation.js';

let installation: Installation;
let socketPath: string;
beforeAll(async () => {
  installation = await Installation.make();
  socketPath = join(installation.folder, 'api.sock');
});
afterAll(() => installation.dispose());

const start = () => installation.start({ HOST: socketPath, TRUSTED_PROXIES: '198.51.100.0/24' });

/** As nginx asks on behalf of a browser that came through another proxy. */
function ask(method: string, path: string, { cookie = '', body }: { cookie?: string; body?: object } = {}) {
  const headers = {
    host: 'vm-manager.iris.example',
    'x-forwarded-for': '203.0.113.7, 198.51.100.2',
    'x-forwarded-proto': 'https',
    'content-type': 'application/json',
    cookie,
  };
  return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const asked = request({ socketPath, method, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject).end(body && JSON.stringify(body));
  });
}

it('the API listens on a Unix socket, where the proxy says who asks and how', async () => {
  const api = await start();
  expect(api.url).toBe(socketPath);
  const signedIn = await ask('POST', '/api/auth/login', { body: { username: 'admin', password: PASSWORD } });
  expect(signedIn.status).toBe(200);
  expect(signedIn.headers['strict-transport-security']).toMatch(/^max-age=[1-9]/);
  const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
  expect(cookie).toContain('Secure');
  const audit = await ask('GET', '/api/audit', { cookie: cookie.split(';')[0] });
  expect(audit.status).toBe(200);
  expect(audit.text).toContain('203.0.113.7');
  expect(audit.text).not.toContain('198.51.100.2');
});

it('it takes its place again after it was killed', async () => {
  await installation.processes.at(-1)?.kill();
  await start();
  expect((await ask('GET', '/api/health/live')).status).toBe(200);
});
