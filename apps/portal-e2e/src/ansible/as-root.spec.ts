import { expect, test } from '@playwright/test';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { Client, until } from '../support/client.js';
import { PASSWORD } from '../support/portal.js';
import { Playbooks, RELEASES } from './playbooks.js';
import { Server } from './server.js';

const BOOT_MS = 10 * 60_000;
const BACK_MS = 5 * 60_000;

const portal = { url: 'https://vm-manager.iris.example' };
const server = new Server();
const playbooks = new Playbooks('root', server.controllerHome, {
  ...server.reachedAs('vmm'),
  vm_manager_tls_certificate: '/etc/ssl/portal.pem',
  vm_manager_tls_key: '/etc/ssl/private/portal.pem',
  // An emulated processor takes minutes for a box; without-root.spec.ts has one copied.
  vm_manager_templates: [],
  vm_manager_settings: { DOMAIN_NAME: 'iris.example', VMM_NETWORK_MODE: 'none' },
  vm_manager_secrets: { VMM_DEMO_PASSWORD: PASSWORD },
});

const running = async () => basename(await server.root('readlink /opt/vm-manager/current'));
const mainPid = () => server.root('systemctl show --property=MainPID --value vm-manager-api');
const isReady = async () => (await fetch(`${portal.url}/api/health/ready`).catch(() => null))?.ok ?? false;

test.describe.configure({ mode: 'serial' });

let releases: string[];
test.beforeAll(async () => {
  // No authority signs for iris.example.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  const archives = (await readdir(RELEASES)).flatMap(
    (name) => /^vm-manager-(.+)\.tar\.gz$/.exec(name)?.[1] ?? [],
  );
  releases = ['first', 'next', 'broken'].map((kind) => archives.find((name) => name.endsWith(`-${kind}`))!);
  await server.boot(BOOT_MS);
  await server.root(
    'openssl req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=vm-manager.iris.example ' +
      '-out /etc/ssl/portal.pem -keyout /etc/ssl/private/portal.pem 2>/dev/null',
  );
});

test('a dry run on a server without VM Manager succeeds, and leaves nothing', async () => {
  const run = await playbooks.deploy(releases[0]!, '--check');
  expect(run.succeeded, run.output).toBe(true);
  expect(run.changed).toBeGreaterThan(0);
  expect(
    await server.root('ls -d /opt/vm-manager /etc/vm-manager 2>/dev/null; getent passwd vm-manager; true'),
  ).toBe('');
});

test('one command installs it, and one signs in through nginx', async () => {
  const run = await playbooks.deploy(releases[0]!);
  expect(run.succeeded, run.output).toBe(true);
  expect(await running()).toBe(releases[0]);
  await Client.signedIn(portal, 'admin');
});

test('a second run changes nothing', async () => {
  const before = await mainPid();
  const run = await playbooks.deploy(releases[0]!);
  console.log(run.output.slice(run.output.indexOf('PLAY RECAP')).trim());
  expect(run.changed, run.output).toBe(0);
  expect(await mainPid()).toBe(before);
});

test('the API runs as itself, can do nothing more, and its secrets are root’s', async () => {
  const pid = await mainPid();
  const status = await server.root(`cat /proc/${pid}/status`);
  expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  expect(status).toMatch(/^Seccomp:\t2$/m);
  expect(status).toMatch(/^CapBnd:\t0+$/m);
  expect(await server.root(`ps -o user= -p ${pid}`)).toBe('vm-manager');
  const secret = '/etc/vm-manager/secrets/VMM_DEMO_PASSWORD';
  expect(await server.root(`runuser -u vm-manager -- cat ${secret} 2>/dev/null || echo refused`)).toBe(
    'refused',
  );
  expect(await server.root('journalctl --unit=vm-manager-api --output=cat')).not.toContain(PASSWORD);
  expect(await server.root('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr "\\0" "\\n"')).not.toContain(
    PASSWORD,
  );
});

test('nginx hands out the portal: parts for ever and compressed, the page each time anew', async () => {
  const part = await server.root(
    'cd /opt/vm-manager/current/apps/portal/dist && ls | grep "^chunk-.*\\.js$" | head -n 1',
  );
  const answer = await fetch(`${portal.url}/${part}`, { headers: { 'Accept-Encoding': 'br' } });
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('content-encoding')).toBe('br');
  const page = await fetch(`${portal.url}/machines`);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('content-security-policy')).toContain(
    "connect-src 'self' wss://vm-manager.iris.example",
  );
  expect(await page.text()).toContain('<app-root');
  const plain = await fetch('http://vm-manager.iris.example/machines?a=b', { redirect: 'manual' });
  expect(plain.status).toBe(301);
  expect(plain.headers.get('location')).toBe(`${portal.url}/machines?a=b`);
});

test('vmm works as root, with the secrets and the database of the API', async () => {
  await server.root('vmm quota verify');
});

test('an upgrade keeps accounts, and the parts that open tabs ask for', async () => {
  const part = await server.root(
    'cd /opt/vm-manager/current/apps/portal/dist && ls | grep "^chunk-.*\\.js$" | head -n 1',
  );
  const run = await playbooks.deploy(releases[1]!);
  expect(run.succeeded, run.output).toBe(true);
  expect(await running()).toBe(releases[1]);
  await Client.signedIn(portal, 'admin');
  expect((await fetch(`${portal.url}/${part}`)).status).toBe(200);
});

test('a release that does not become healthy is taken back by itself, with what it said', async () => {
  const run = await playbooks.deploy(releases[2]!);
  expect(run.succeeded).toBe(false);
  expect(run.output).toContain(`${releases[2]} did not become healthy; ${releases[1]} runs again`);
  expect(run.output).toContain('this release is broken');
  expect(await running()).toBe(releases[1]);
  await Client.signedIn(portal, 'admin');
});

test('one command goes back to the release before', async () => {
  const back = await playbooks.run('rollback');
  expect(back.succeeded, back.output).toBe(true);
  expect(await running()).toBe(releases[0]);
  await Client.signedIn(portal, 'admin');
});

test('it is back after a reboot', async () => {
  await server.reboot(BOOT_MS);
  await until(async () => ((await isReady()) ? true : null), BACK_MS, 'the portal to be back');
  await Client.signedIn(portal, 'admin');
});
