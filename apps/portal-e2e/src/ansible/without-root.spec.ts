import { expect, test } from '@playwright/test';
import { execFile, spawn } from 'node:child_process';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Client, until } from '../support/client.js';
import { PASSWORD } from '../support/portal.js';
import { CLONE, Playbooks, recap, releases } from './playbooks.js';

const execute = promisify(execFile);
const BACK_MS = 2 * 60_000;
const ACCOUNT = 'ecole';
const HOME = `/home/${ACCOUNT}`;
const ROOT = join(HOME, 'vm-manager');
const PORT = 3000;

const portal = { url: `http://127.0.0.1:${PORT}` };
const playbooks = new Playbooks(ACCOUNT, HOME, {
  ansible_connection: 'local',
  non_root_deploy: true,
  vm_manager_port: PORT,
  // A broken release is given up sooner.
  vm_manager_health_tries: 30,
  vm_manager_settings: { PUBLIC_URL: portal.url, VMM_NETWORK_MODE: 'none' },
  vm_manager_secrets: { VMM_DEMO_PASSWORD: PASSWORD },
});

const running = async () => basename(await readlink(join(ROOT, 'current')));
const processes = async () => (await execute('pgrep', ['-u', ACCOUNT, '-af', 'main.js'])).stdout.trim();
const isReady = async () => (await fetch(`${portal.url}/api/health/ready`).catch(() => null))?.ok ?? false;

test.describe.configure({ mode: 'serial' });

let release: Awaited<ReturnType<typeof releases>>;
test.beforeAll(async () => {
  release = await releases();
  await execute(join(CLONE, 'infra/host/prepare-host.sh'));
  await execute('useradd', ['--create-home', '--shell', '/bin/bash', '--groups', 'libvirt,kvm', ACCOUNT]);
});

test('ansible-lint has nothing to say', async () => {
  const playbooks = ['deploy.yml', 'rollback.yml', 'inventory.example.yml'];
  const { stdout } = await execute(
    'ansible-lint',
    ['--offline', '--profile', 'production', '-p', ...playbooks],
    {
      cwd: join(CLONE, 'infra/ansible'),
    },
  );
  expect(stdout).toBe('');
});

test('a dry run on a server without VM Manager succeeds, and leaves nothing', async () => {
  const run = await playbooks.deploy(release.first, '--check');
  expect(run.succeeded, run.output).toBe(true);
  expect(run.changed).toBeGreaterThan(0);
  await expect(stat(ROOT)).rejects.toThrow('ENOENT');
});

test('one command installs it for a user, who signs in', async () => {
  const run = await playbooks.deploy(release.first);
  expect(run.succeeded, run.output).toBe(true);
  await Client.signedIn(portal, 'admin');
  expect(await running()).toBe(release.first);
  const health = (await (await fetch(`${portal.url}/api/health/ready`)).json()) as { status: string };
  expect(health.status).toBe('ok');
});

test('its secrets are files of the user alone, in no log and no command line', async () => {
  const secret = await stat(join(ROOT, 'config/secrets/VMM_DEMO_PASSWORD'));
  expect(secret.mode & 0o077).toBe(0);
  for (const file of ['config/.env', 'log/api.log'])
    expect(await readFile(join(ROOT, file), 'utf8')).not.toContain(PASSWORD);
  const { stdout } = await execute('ps', ['-eww', '-o', 'args=', 'e']);
  expect(stdout).not.toContain(PASSWORD);
});

test('a second run changes nothing', async () => {
  const before = await processes();
  const run = await playbooks.deploy(release.first);
  console.log(recap(run));
  expect(run.changed, run.output).toBe(0);
  expect(await processes()).toBe(before);
});

test('a dry run of an upgrade tells what would change, and changes nothing', async () => {
  const before = await processes();
  const run = await playbooks.deploy(release.next, '--check');
  expect(run.succeeded, run.output).toBe(true);
  expect(run.changed).toBeGreaterThan(0);
  expect(await running()).toBe(release.first);
  expect(await processes()).toBe(before);
});

test('an upgrade keeps accounts, and the parts that open tabs ask for', async () => {
  const part = (await readdir(join(ROOT, 'current/apps/portal/dist'))).find((name) =>
    /^chunk-.*\.js$/.test(name),
  )!;
  const run = await playbooks.deploy(release.next);
  expect(run.succeeded, run.output).toBe(true);
  expect(await running()).toBe(release.next);
  await Client.signedIn(portal, 'admin');
  expect((await fetch(`${portal.url}/${part}`)).status).toBe(200);
});

test('a release that does not become healthy is taken back by itself, with what it said', async () => {
  const run = await playbooks.deploy(release.broken);
  expect(run.succeeded).toBe(false);
  expect(run.output).toContain(`${release.broken} did not become healthy; ${release.next} runs again`);
  expect(run.output).toContain('this release is broken');
  expect(await running()).toBe(release.next);
  await Client.signedIn(portal, 'admin');
});

test('one command goes back to the release before, and forward again', async () => {
  const back = await playbooks.run('rollback');
  expect(back.succeeded, back.output).toBe(true);
  expect(await running()).toBe(release.first);
  await Client.signedIn(portal, 'admin');
  const forward = await playbooks.run('rollback');
  expect(forward.succeeded, forward.output).toBe(true);
  expect(await running()).toBe(release.next);
});

test('it is back after a reboot', async () => {
  await execute('pkill', ['-KILL', '-u', ACCOUNT]);
  await until(async () => ((await isReady()) ? null : true), BACK_MS, 'the portal to be gone');
  // cron runs what is for a reboot when it starts for the first time since /run is new.
  const cron = spawn('cron', ['-f'], { stdio: 'ignore' });
  try {
    await until(async () => ((await isReady()) ? true : null), BACK_MS, 'the portal to be back');
    await Client.signedIn(portal, 'admin');
  } finally {
    cron.kill();
  }
});
