import { expect, test } from '@playwright/test';
import { basename } from 'node:path';
import { Client, until } from '../support/client.js';
import { PASSWORD } from '../support/portal.js';
import { Playbooks, recap, releases } from './playbooks.js';
import { Server } from './server.js';

const BOOT_MS = 10 * 60_000;
const BACK_MS = 5 * 60_000;
const MAKE_MS = 15 * 60_000;
const DATABASE_PASSWORD = 'passe-de-la-base-90f4';
const BACKUPS = '/srv/backups';
const PASSPHRASE = 'phrase-des-sauvegardes-3b85';

const portal = { url: 'https://vm-manager.iris.example' };
const server = new Server();
const secrets = { VMM_DEMO_PASSWORD: PASSWORD };
const reached = {
  ...server.reachedAs('vmm'),
  vm_manager_tls_certificate: '/etc/ssl/portal.pem',
  vm_manager_tls_key: '/etc/ssl/private/portal.pem',
  vm_manager_settings: { DOMAIN_NAME: 'iris.example', VMM_NETWORK_MODE: 'none', VMM_BIN_DAYS: '0' },
  vm_manager_backup_folder: BACKUPS,
  vm_manager_backup_passphrase: PASSPHRASE,
  // A broken release is given up sooner.
  vm_manager_health_tries: 40,
};
const playbooks = new Playbooks('root', server.controllerHome, { ...reached, vm_manager_secrets: secrets });

const running = async () => basename(await server.root('readlink /opt/vm-manager/current'));
const mainPid = () => server.root('systemctl show --property=MainPID --value vm-manager-api');
const isReady = async () => (await fetch(`${portal.url}/api/health/ready`).catch(() => null))?.ok ?? false;

test.describe.configure({ mode: 'serial' });

let release: Awaited<ReturnType<typeof releases>>;
test.beforeAll(async () => {
  // No authority signs for iris.example.
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  release = await releases();
  await server.boot(BOOT_MS);
  await server.root(
    'openssl req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=vm-manager.iris.example ' +
      '-out /etc/ssl/portal.pem -keyout /etc/ssl/private/portal.pem 2>/dev/null',
  );
  await server.root(`mkdir -p ${BACKUPS}`);
});

test('a dry run on a server without VM Manager succeeds, and leaves nothing', async () => {
  const run = await playbooks.deploy(release.first, '--check');
  expect(run.succeeded, run.output).toBe(true);
  expect(run.changed).toBeGreaterThan(0);
  expect(
    await server.root('ls -d /opt/vm-manager /etc/vm-manager 2>/dev/null; getent passwd vm-manager; true'),
  ).toBe('');
});

test('one command installs it, and one signs in through nginx', async () => {
  const run = await playbooks.deploy(release.first);
  expect(run.succeeded, run.output).toBe(true);
  expect(run.output).not.toContain(PASSWORD);
  expect(await running()).toBe(release.first);
  await Client.signedIn(portal, 'admin');
});

test('a second run changes nothing', async () => {
  const before = await mainPid();
  const run = await playbooks.deploy(release.first);
  console.log(recap(run));
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
  expect(await server.whereIs(PASSWORD)).toEqual([]);
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
  expect(await page.text()).toContain('<vmm-root');
  const plain = await fetch('http://vm-manager.iris.example/machines?a=b', { redirect: 'manual' });
  expect(plain.status).toBe(301);
  expect(plain.headers.get('location')).toBe(`${portal.url}/machines?a=b`);
});

test('vmm works as root, with the secrets and the database of the API', async () => {
  await server.root('vmm quota verify');
});

test('each night’s unit leaves a backup, which an empty installation takes', async () => {
  await server.root('systemctl is-enabled --quiet vm-manager-backup.timer');
  expect(
    await server.root('systemctl show --property=NextElapseUSecRealtime --value vm-manager-backup.timer'),
  ).toContain(' 02:00:00 ');
  await server.root('systemctl start vm-manager-backup.service');
  const backup = await server.root(`ls ${BACKUPS}`);
  expect(backup).toMatch(/^vm-manager-[0-9a-zA-Z-]+$/);
  expect(await server.whereIs(PASSPHRASE)).toEqual([]);
  const empty = '/srv/empty';
  await server.root(
    `install -d -o vm-manager ${empty} && install -o vm-manager -m 600 /etc/vm-manager/backup-passphrase ${empty}/passphrase`,
  );
  const release = '/opt/vm-manager/current';
  const said = await server.root(
    `cd /etc/vm-manager && runuser -u vm-manager -- env NODE_ENV=production HOME=${empty} VMM_DATA_DIR=${empty}/data STUDENT_VMS_DIR=${empty}/vms ` +
      `${release}/node_modules/.bin/node ${release}/apps/api/dist/vmm.js restore ${BACKUPS}/${backup} --passphrase-file ${empty}/passphrase 2>&1`,
  );
  expect(said).toContain('Restored. Start the portal');
});

test('an upgrade keeps accounts, and the parts that open tabs ask for', async () => {
  const part = await server.root(
    'cd /opt/vm-manager/current/apps/portal/dist && ls | grep "^chunk-.*\\.js$" | head -n 1',
  );
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

test('one command goes back to the release before', async () => {
  const back = await playbooks.run('rollback');
  expect(back.succeeded, back.output).toBe(true);
  expect(await running()).toBe(release.first);
  await Client.signedIn(portal, 'admin');
});

test('it is back after a reboot', async () => {
  await server.reboot(BOOT_MS);
  await until(async () => ((await isReady()) ? true : null), BACK_MS, 'the portal to be back');
  await Client.signedIn(portal, 'admin');
});

test('Vagrant makes a machine, whatever the unit shuts', async () => {
  const client = await Client.signedIn(portal, 'admin');
  const vm = await client.create({
    name: 'atelier',
    username: 'alice',
    password: 'passe-du-compte-7e1d',
    rootPassword: 'passe-de-root-62c0',
  });
  await until(
    async () => {
      const job = (await client.vm(vm.id))?.job;
      if (job?.state === 'failed') throw new Error(await client.log(job.id));
      const domains = await server.root('virsh --connect qemu:///system list --name');
      return domains.includes(vm.id) ? true : null;
    },
    MAKE_MS,
    'libvirt to run it',
  );
  console.log(await client.log((await client.vm(vm.id))!.job!.id));
  // It is an emulation in an emulation: nobody waits for its boot.
  await client.remove(vm.id, MAKE_MS);
});

test('with DATABASE_URL it stands on the PostgreSQL that is there', async () => {
  await server.root('systemctl enable --now --quiet postgresql');
  await server.root(
    'cd / && runuser -u postgres -- psql --quiet --set=ON_ERROR_STOP=1',
    `CREATE ROLE vm_manager LOGIN PASSWORD '${DATABASE_PASSWORD}';
     CREATE DATABASE vm_manager OWNER vm_manager ENCODING utf8 TEMPLATE template0;`,
  );
  const onPostgres = new Playbooks('root', server.controllerHome, {
    ...reached,
    vm_manager_secrets: {
      ...secrets,
      DATABASE_URL: `postgres://vm_manager:${DATABASE_PASSWORD}@127.0.0.1/vm_manager`,
    },
  });
  const run = await onPostgres.deploy(release.first);
  expect(run.succeeded, run.output).toBe(true);
  await Client.signedIn(portal, 'admin');
  expect(await server.root('pgrep -u vm-manager postgres || true')).toBe('');
  expect(run.output).not.toContain(DATABASE_PASSWORD);
  expect(await server.whereIs(DATABASE_PASSWORD)).toEqual([]);
});
