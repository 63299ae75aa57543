import { expect, test } from '@playwright/test';
import { Client, until } from '../support/client.js';
import { PASSWORD } from '../support/portal.js';
import { Playbooks, recap, releases } from './playbooks.js';
import { Server } from './server.js';

const BOOT_MS = 10 * 60_000;
const BACK_MS = 5 * 60_000;
const ACCOUNT = 'ecole';
const BACKUPS = `/home/${ACCOUNT}/sauvegardes`;

const server = new Server();
const portal = { url: `http://${server.address}:3000` };
const playbooks = new Playbooks('root', server.controllerHome, {
  ...server.reachedAs(ACCOUNT),
  non_root_deploy: true,
  vm_manager_host: '0.0.0.0',
  vm_manager_templates: [],
  vm_manager_settings: { PUBLIC_URL: portal.url, VMM_NETWORK_MODE: 'none' },
  vm_manager_secrets: { VMM_DEMO_PASSWORD: PASSWORD },
  vm_manager_backup_folder: BACKUPS,
  vm_manager_backup_passphrase: 'phrase-des-sauvegardes-3b85',
  vm_manager_health_tries: 40,
});

const asUser = (line: string) =>
  server.root(
    `cd / && XDG_RUNTIME_DIR=/run/user/$(id -u ${ACCOUNT}) runuser --preserve-environment -u ${ACCOUNT} -- ${line}`,
  );
const mainPid = () => asUser('systemctl --user show --property=MainPID --value vm-manager-api');
const isReady = async () => (await fetch(`${portal.url}/api/health/ready`).catch(() => null))?.ok ?? false;

test.describe.configure({ mode: 'serial' });

let release: Awaited<ReturnType<typeof releases>>;
test.beforeAll(async () => {
  release = await releases();
  await server.boot(BOOT_MS);
  // What as-root.spec.ts has installed would answer for it.
  await server.root('systemctl disable --now --quiet vm-manager-api nginx 2>/dev/null || true');
  await server.admit(ACCOUNT);
  await server.root(`install -d -o ${ACCOUNT} ${BACKUPS}`);
});

test('one command has the user’s own systemd keep it, and one signs in', async () => {
  const run = await playbooks.deploy(release.first);
  expect(run.succeeded, run.output).toBe(true);
  await Client.signedIn(portal, 'admin');
  expect(await server.root(`loginctl show-user --property=Linger --value ${ACCOUNT}`)).toBe('yes');
  expect(await server.root(`ps -o user= -p ${await mainPid()}`)).toBe(ACCOUNT);
});

test('a second run changes nothing', async () => {
  const before = await mainPid();
  const run = await playbooks.deploy(release.first);
  console.log(recap(run));
  expect(run.changed, run.output).toBe(0);
  expect(await mainPid()).toBe(before);
});

test('each night’s unit of the user leaves a backup', async () => {
  await asUser('systemctl --user is-active --quiet vm-manager-backup.timer');
  await asUser('systemctl --user start vm-manager-backup.service');
  expect(await server.root(`ls ${BACKUPS}`)).toMatch(/^vm-manager-[0-9a-zA-Z-]+$/);
});

test('a release that does not become healthy is taken back by itself, with what it said', async () => {
  const run = await playbooks.deploy(release.broken);
  expect(run.succeeded).toBe(false);
  expect(run.output).toContain(`${release.broken} did not become healthy; ${release.first} runs again`);
  expect(run.output).toContain('this release is broken');
  await Client.signedIn(portal, 'admin');
});

test('it is back after a reboot, without a session of the user', async () => {
  await server.reboot(BOOT_MS);
  await until(async () => ((await isReady()) ? true : null), BACK_MS, 'the portal to be back');
  await Client.signedIn(portal, 'admin');
});
