import { expect, test, type Page } from '@playwright/test';
import type { ConsoleTicket, Vm } from '@vm-manager/contracts';
import { readdir, readFile, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { typeAzerty } from '../support/azerty.js';
import { Client, until } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { litPixels } from '../support/picture.js';
import { signIn } from '../support/sign-in.js';
import { Site } from './site.js';
import { TraefikStandIn } from './traefik-stand-in.js';

const BOOT_MS = 12 * 60_000;
const SOON = { timeout: 60_000 };
const UP_MS = 3 * 60_000;
/** Much more than the minute after which nginx cuts what is idle. */
const IDLE_MS = Number(process.env['VMM_TEST_IDLE_MINUTES'] ?? 5) * 60_000;
const STOPS_WITHIN_MS = 10_000;
const RESTARTING = 1012;
/** Among the first there are others of a few bytes, which are not compressed. */
const MAIN_SCRIPT = /\/portal-[\w-]{8,}\.js$/;
/** Somebody else's container. */
const SLEEPER = ['debian:bookworm-slim', 'sleep', '600'];

const ROOT_PASSWORD = 'passe-de-root-62c0';
const wish = (name: string) => ({
  name,
  username: 'alice',
  password: 'passe-du-compte-7e1d',
  rootPassword: ROOT_PASSWORD,
});

const site = new Site();
let traefik: TraefikStandIn;
let client: Client;
let vm: Vm;

test.describe.configure({ mode: 'serial' });
test.use({ ignoreHTTPSErrors: true });

test.beforeAll(async () => {
  // Its clients and servers are on one machine here, and no authority signs for iris.example.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  await site.configure();
});

test.afterEach(async () => {
  if (test.info().status !== test.info().expectedStatus)
    console.log(await site.compose('logs', '--no-color', '--tail', '40').catch(String));
});
test.afterAll(() => traefik?.close());

test('one command prepares the host, and changes nothing a second time', async () => {
  const first = await site.prepare();
  expect(first).toMatch(/^HOST_UID=\d+$/m);
  expect(first).toMatch(/^Acceleration: (kvm|tcg) /m);
  const before = await readFile(`${site.folder}/.env`, 'utf8');
  expect(
    (await site.prepare())
      .split('\n')
      .filter((line) => !/^(step|box) /.test(line))
      .join(''),
  ).toBe('');
  expect(await readFile(`${site.folder}/.env`, 'utf8')).toBe(before);
  // Not for every account of the machine.
  expect((await stat(`${site.folder}/secrets/secret-key`)).mode & 0o007).toBe(0);
});

test('one command brings the platform up, healthy, without root', async () => {
  await site.compose('up', '--detach', '--build');
  for (const part of ['postgres', 'api', 'engine-proxy', 'portal', 'backup']) {
    await until(
      async () =>
        (await site.container(`vm-manager-${part}`)).State.Health?.Status === 'healthy' ? true : null,
      UP_MS,
      `${part} to be healthy`,
    );
    const processes = (await site.run('docker', 'top', `vm-manager-${part}`, '-eo', 'pid,uid'))
      .trim()
      .split('\n');
    const users = processes.slice(1).map((line) => line.trim().split(/\s+/)[1]);
    expect(users, part).not.toContain('0');
  }
  await site.run(
    'bash',
    '-c',
    'grep -q iris.example /etc/hosts || echo "127.0.0.1 vm-manager.iris.example" >> /etc/hosts',
  );
  traefik = await TraefikStandIn.open(() => site.container('vm-manager-portal'));
  await onlyTraefikIsBelieved();
  // Our Traefik is outside all containers, as accounts of the host and guests are, which may not say who they are.
  expect((await fetch(site.url)).status).toBe(403);
  await site.trustGateway();
  await site.compose('up', '--detach');
  await expect.poll(async () => (await fetch(site.url)).status, { timeout: UP_MS }).toBe(200);
  // No port of the API's or the database's on this machine.
  const ports = await site.run('ss', '-Hltn');
  expect(ports).not.toMatch(/:(3000|5432|8080)\s/);
});

test('HTTP leads to HTTPS, and the files come compressed, to be kept, with the API’s own headers', async ({
  page,
}) => {
  const plain = await fetch(site.url.replace('https', 'http'), { redirect: 'manual' });
  expect([plain.status, plain.headers.get('location')]).toEqual([301, `${site.url}/`]);

  const asked: { url: string; headers: Record<string, string> }[] = [];
  page.on('response', (answer) => asked.push({ url: answer.url(), headers: answer.headers() }));
  await page.goto(`${site.url}/connexion`);
  await expect(page.getByLabel('Identifiant')).toBeVisible();
  const of = (part: RegExp) => asked.find(({ url }) => part.test(url))!.headers;
  const script = of(MAIN_SCRIPT);
  expect(script['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(script['content-encoding']).toBe('br');
  expect(script['vary']).toContain('Accept-Encoding');
  const index = of(/\/connexion$/);
  expect(index['cache-control']).toBe('no-cache');
  expect(index['content-encoding']).toBe('br');
  const zipped = await fetch(asked.find(({ url }) => MAIN_SCRIPT.test(url))!.url, {
    headers: { 'Accept-Encoding': 'gzip' },
  });
  expect(zipped.headers.get('content-encoding')).toBe('gzip');

  const ofApi = (await fetch(`${site.url}/api/health/live`)).headers;
  for (const name of [
    'content-security-policy',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
    'referrer-policy',
    'strict-transport-security',
    'x-content-type-options',
    'x-frame-options',
  ])
    expect([name, index[name]]).toEqual([name, ofApi.get(name)]);
  expect(index['content-security-policy']).toContain('wss://vm-manager.iris.example');
  expect((await fetch(`${site.url}/not-there.js`)).status).toBe(404);
  expect((await fetch(`${site.url}/.former-parts.json`)).status).toBe(404);
});

test('what is too large is refused as the API refuses it', async () => {
  const tooLarge = await fetch(`${site.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'x'.repeat(3 * 2 ** 20) }),
  });
  expect(tooLarge.status).toBe(413);
  expect(tooLarge.headers.get('content-type')).toContain('application/problem+json');
  expect(((await tooLarge.json()) as { type: string }).type).toBe('/problems/payload-too-large');
});

test('the sender of a request is who Traefik says, and nobody else', async () => {
  await fetch(`${site.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': '203.0.113.66' },
    body: JSON.stringify({ username: 'admin', password: 'wrong' }),
  });
  client = await Client.signedIn(site, 'admin');
  const lines = await (await client.http.get('/api/audit')).text();
  expect(lines).toContain('127.0.0.1');
  expect(lines).not.toContain('203.0.113.66');
});

test('a machine is made on the host’s libvirt; its console is idle, then typed into', async ({ page }) => {
  test.setTimeout(BOOT_MS + IDLE_MS + 5 * 60_000);
  vm = await client.create(wish('web1'));
  const job = await client.finished(vm.id, BOOT_MS);
  expect(job.state, await client.log(job.id)).toBe('succeeded');
  vm = (await client.vm(vm.id))!;
  await signIn(page, site, 'admin');
  await openConsole(page);
  // Nothing happens on the line: that is what is examined.
  await page.waitForTimeout(IDLE_MS);
  await writeNote(page, 'after-idling');
});

test('an upgrade in the middle of a create: the machine is not touched, the job goes on, the console comes back', async ({
  page,
}) => {
  test.setTimeout(2 * BOOT_MS);
  await signIn(page, site, 'admin');
  await openConsole(page);
  const emulator = await emulatorOf(vm.id);
  const before = await site.container('vm-manager-api');

  const second = await client.create(wish('web2'));
  await until(
    async () => {
      const job = (await client.vm(second.id))?.job;
      return job?.steps.some(({ name, state }) => name === 'make-machine' && state === 'running')
        ? true
        : null;
    },
    BOOT_MS,
    'Vagrant to be at work',
  );
  await site.run('bash', '-c', 'echo "// A new version." >> apps/api/src/main.ts');
  await site.compose('up', '--detach', '--build');
  const after = await site.container('vm-manager-api');
  expect(after.Id).not.toBe(before.Id);

  const job = await client.finished(second.id, BOOT_MS);
  expect(job.state, await client.log(job.id)).toBe('succeeded');
  expect(await emulatorOf(vm.id)).toBe(emulator);
  // By itself: nobody touches the page.
  await expect.poll(() => litPixels(page.locator('vmm-console-screen canvas')), SOON).toBeGreaterThan(300);
  await writeNote(page, 'after-the-upgrade');
  await client.remove(second.id, BOOT_MS);
});

test('a backup is made when the service is new, and at once when it is told to, with the machines', async () => {
  const made = async () =>
    (await readdir(site.backups)).filter((name) => /^vm-manager-\w+-[\dTZ-]+$/.test(name));
  expect(await made()).toHaveLength(1);
  const said = await site.run('docker', 'exec', 'vm-manager-backup', 'nightly-backup.sh', 'now');
  const name = /^Written: \/backups\/(\S+)$/m.exec(said)?.[1];
  expect(await made()).toContain(name);
  expect(await readdir(`${site.backups}/${name}/machines`)).toContain(vm.id);
  // For nobody else on this machine.
  expect((await stat(site.backups)).mode & 0o077).toBe(0);
  await expect(site.run('docker', 'exec', 'vm-manager-backup', 'touch', 'var/secret.key')).rejects.toThrow(
    'Read-only',
  );
});

test('an administrator who lost the password is given a new one in the container, which no log keeps', async () => {
  const said = await site.run('docker', 'exec', 'vm-manager-api', 'vmm', 'new-password', 'admin');
  const password = /\u00a0: (\S{16})$/m.exec(said)![1]!;
  const signsIn = (word: string) =>
    fetch(`${site.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: word }),
    });
  expect((await signsIn(site.secrets['demo-password'])).status).toBe(401);
  expect((await signsIn(password)).status).toBe(200);
  expect(await site.run('docker', 'logs', 'vm-manager-api')).not.toContain(password);
  client = await Client.signedIn(site, 'admin', password);
});

test('told to stop it is gone within ten seconds, and says to consoles that it comes back', async () => {
  const answer = await client.http.post(`/api/vms/${vm.id}/console`, { data: { mode: 'view' } });
  const { url, protocols } = (await answer.json()) as ConsoleTicket;
  const socket = new WebSocket(url, protocols, { rejectUnauthorized: false });
  await once(socket, 'message');
  const closed = once(socket, 'close') as Promise<[number, Buffer]>;
  const startedAt = performance.now();
  await site.run('docker', 'stop', '--time', '60', 'vm-manager-api');
  const tookMs = performance.now() - startedAt;
  expect((await closed)[0]).toBe(RESTARTING);
  expect(tookMs).toBeLessThan(STOPS_WITHIN_MS);
  // By itself, not killed.
  expect((await site.container('vm-manager-api')).State).toMatchObject({ Status: 'exited', ExitCode: 0 });
  test.info().annotations.push({ type: 'stopped after', description: `${Math.round(tookMs)} ms` });

  const away = await fetch(`${site.url}/api/auth/me`);
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
  expect(away.headers.get('content-type')).toContain('application/problem+json');
  await site.run('docker', 'start', 'vm-manager-api');
  await until(
    async () => ((await fetch(`${site.url}/api/health/live`)).ok ? true : null),
    UP_MS,
    'the API to answer',
  );
});

test('killed, it starts again in the same place, as do the web server and the proxy', async () => {
  for (const part of ['api', 'engine-proxy', 'portal']) {
    const container = `vm-manager-${part}`;
    await site.run('docker', 'kill', container);
    await site.run('docker', 'start', container);
    await until(
      async () => ((await site.container(container)).State.Health?.Status === 'healthy' ? true : null),
      UP_MS,
      `${part} to be healthy`,
    );
  }
  await until(
    async () => ((await fetch(`${site.url}/api/health/live`)).ok ? true : null),
    UP_MS,
    'the API to answer',
  );
});

test('the engine is read through the proxy, as far as the platform goes, and not touched', async () => {
  const socketPath = await site.inVolume('vm-manager-engine-socket', 'docker.sock');
  const ask = (method: string, path: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = request({ socketPath, method, path }, async (answer) => {
        let text = '';
        for await (const chunk of answer.setEncoding('utf8')) text += chunk as string;
        resolve({ status: answer.statusCode ?? 0, text });
      });
      asked.on('error', reject).end();
    });
  // Somebody else's container on the same engine.
  const stranger = (
    await site.run(
      'docker',
      'run',
      '--detach',
      '--name',
      'stranger',
      '--network',
      'none',
      '--env',
      'PASSWORD=of-others',
      ...SLEEPER,
    )
  ).trim();
  try {
    for (const path of ['/containers/json', '/v1.41/containers/json', '/containers/json?all=1&filters={}']) {
      const { status, text } = await ask('GET', path);
      expect([path, status]).toEqual([path, 200]);
      const names = (JSON.parse(text) as { Names: string[] }[]).flatMap(({ Names }) => Names);
      expect(names.sort()).toEqual(
        ['api', 'backup', 'engine-proxy', 'portal', 'postgres'].map((part) => `/vm-manager-${part}`),
      );
    }
    const { Id } = await site.container('vm-manager-api');
    for (const path of [
      `/v1.41/containers/${Id}/json`,
      `/containers/${Id}/stats?stream=false`,
      `/containers/vm-manager-portal/logs?stdout=true&tail=5`,
    ])
      expect([path, (await ask('GET', path)).status]).toEqual([path, 200]);

    for (const path of [
      '/containers/stranger/json',
      `/containers/${stranger.slice(0, 12)}/json`,
      `/containers/${stranger.slice(0, 12)}/logs?stdout=true`,
      '/containers/vm-manager-api/../stranger/json',
      '/containers/vm-manager-api%2F..%2Fstranger/json',
      `/containers/${Id}/archive?path=/app`,
      `/containers/${Id}/export`,
      `/containers/${Id}/top`,
      `/containers/${Id}/attach/ws`,
      '/images/json',
      '/volumes',
      '/secrets',
      '/info',
      '/events',
      '/v1.41/containers/json/../../info',
    ])
      expect([path, (await ask('GET', path)).status]).toEqual([path, 403]);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'CONNECT'])
      if (method !== 'CONNECT')
        for (const path of [
          '/containers/json',
          `/containers/${Id}/json`,
          `/containers/${Id}/kill`,
          '/containers/create',
        ])
          expect([method, path, (await ask(method, path)).status]).toEqual([method, path, 403]);
    expect((await site.container('vm-manager-api')).State.Status).toBe('running');
  } finally {
    await site.run('docker', 'rm', '--force', 'stranger');
  }
});

test('no secret is in images, layers, logs, environments or command lines', async () => {
  const folder = await folderOf(site.studentVms, vm.id);
  const managementKey = (await readFile(`${folder}/management_key`, 'utf8')).split('\n')[1]!;
  const secrets = [...Object.values(site.secrets), ROOT_PASSWORD, wish('').password, managementKey];
  const places: Record<string, string> = {};
  for (const part of ['portal', 'api', 'backup', 'engine-proxy', 'postgres']) {
    const container = `vm-manager-${part}`;
    places[`inspect ${part}`] = await site.run('docker', 'inspect', container);
    places[`log ${part}`] = await site.run('docker', 'logs', container);
    const { Image } = JSON.parse(await site.run('docker', 'inspect', container))[0] as { Image: string };
    places[`image ${part}`] = await site.run('docker', 'inspect', Image);
    places[`history ${part}`] = await site.run('docker', 'history', '--no-trunc', Image);
  }
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  places['command lines'] = lines.join('\n');
  expect(places['log api']).toContain('is ready');
  expect(places['command lines']).toContain('qemu-system');
  for (const [place, text] of Object.entries(places))
    for (const secret of secrets) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  const patterns = secrets.flatMap((secret) => ['-e', secret]);
  const inBackups = ['--recursive', '--files-with-matches', '--fixed-strings', ...patterns, site.backups];
  expect(await site.run('bash', '-c', 'grep "$@" || true', '-', ...inBackups)).toBe('');
  // Of every file in every layer.
  for (const image of ['vm-manager-portal', 'vm-manager-api', 'vm-manager-engine-proxy']) {
    const found = await site.run(
      'bash',
      '-c',
      'docker save "$1" | { shift; grep --binary-files=text --fixed-strings --count "$@" || true; }',
      '-',
      image,
      ...patterns,
    );
    expect([image, found.trim()]).toEqual([image, '0']);
  }
});

test('what was made is removed again, and nothing is left on the host', async () => {
  test.setTimeout(BOOT_MS);
  await client.remove(vm.id, BOOT_MS);
  const left = await site.run('virsh', '--quiet', '--connect', 'qemu:///system', 'list', '--all', '--name');
  expect(left.trim()).toBe('');
  await site.compose('down', '--volumes');
  expect((await site.run('docker', 'ps', '--all', '--quiet')).trim()).toBe('');
});

/** By the web server's own log: who brought the request, and for whom it was taken. */
async function onlyTraefikIsBelieved(): Promise<void> {
  const log = () => site.run('docker', 'logs', 'vm-manager-portal');
  const run = (name: string) =>
    site.run('docker', 'run', '--detach', '--name', name, '--network', 'admin_proxy', ...SLEEPER);
  try {
    await run('neighbour');
    await site.askFrom('neighbour', '203.0.113.66');
    await run('traefik');
    await expect
      .poll(async () => (await site.askFrom('traefik', '203.0.113.77'), log()), SOON)
      .toMatch(/^172\.\S+ 203\.0\.113\.77 "HEAD/m);
    expect(await log()).not.toContain('203.0.113.66');
  } finally {
    await site.run('docker', 'rm', '--force', 'neighbour', 'traefik');
  }
}

async function openConsole(page: Page): Promise<void> {
  await page.goto(`${site.url}/machines/${vm.id}/console`);
  const canvas = page.locator('vmm-console-screen canvas');
  await expect(canvas).toBeVisible(SOON);
  await expect.poll(() => litPixels(canvas), SOON).toBeGreaterThan(300);
}

/** Signs in on the screen, unless that was done, and writes a file there. */
async function writeNote(page: Page, name: string): Promise<void> {
  const folder = await folderOf(site.studentVms, vm.id);
  const ask = (command: string) => inGuest(folder, vm.ipAddress ?? '', command);
  await page.locator('vmm-console-screen canvas').click();
  await typeAzerty(page, '\n');
  if ((await ask('pgrep -cu alice -x bash || true')) === '0') {
    await typeAzerty(page, 'alice\n');
    await expect.poll(() => ask('pgrep -x login >/dev/null && echo yes || echo no'), SOON).toBe('yes');
    await typeAzerty(page, `${wish('').password}\n`);
    await expect.poll(() => ask('pgrep -cu alice -x bash || true'), SOON).not.toBe('0');
  }
  await typeAzerty(page, `touch ${name}\n`);
  await expect.poll(() => ask(`sudo ls /home/alice`), SOON).toContain(name);
}

/** The process in which the machine runs, and since when. */
const emulatorOf = (vmId: string) =>
  site.run('bash', '-c', `ps -eo pid,lstart,args | grep '[q]emu-system.*${vmId}' | cut -c 1-40`);
