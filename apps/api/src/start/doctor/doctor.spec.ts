import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createWebServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toConfiguration } from '../../foundation/config/configuration.js';
import { libvirtHosts } from '../../hosts/libvirt/libvirt.module.js';
import { examine, type Check, type Finding } from './check.js';
import { consult } from './consult.js';
import { lineOf } from './finding-line.js';
import { hostChecks } from './host-checks.js';

let folder: string;
const servers: Server[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-doctor-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

async function listening(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** On pretended machines, nothing being there yet. */
async function found(texts: Record<string, string> = {}): Promise<Record<string, Finding>> {
  const configuration = toConfiguration(
    { VMM_ADAPTERS: 'fake', PORT: String(await closedPort()), ...texts },
    folder,
  );
  const hosts = libvirtHosts(configuration.environment);
  const findings = await Promise.all(consult(configuration, null, hosts, 'en'));
  await Promise.all(hosts.map((host) => host.close()));
  return Object.fromEntries(findings.map((finding) => [finding.name, finding]));
}

it('an installation before its first start is well', async () => {
  const findings = Object.values(await found());
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(findings.map(({ name }) => name)).toEqual([
    ...['configuration', 'acceleration', 'libvirt', 'networks', 'pool', 'vagrant', 'boxes'],
    ...['database', 'clocks', 'directory', 'mail', 'permissions', 'disk', 'ports', 'proxy'],
  ]);
});

describe('what is wrong is said with what mends it', () => {
  it('a database, a directory, a mail server that are away, without their passwords', async () => {
    const port = await closedPort();
    const findings = await found({
      DATABASE_URL: `postgres://vmm:not-to-be-seen@127.0.0.1:${port}/vmm`,
      LDAP_HOST: `ldap://127.0.0.1:${port}`,
      LDAP_BIND_USER_DN: 'cn=portal',
      LDAP_BIND_USER_PASSWORD: 'not-to-be-seen',
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(port),
      SMTP_USER: 'portal@school.example',
      SMTP_PASSWORD: 'not-to-be-seen',
    });
    for (const name of ['database', 'directory', 'mail'])
      expect(findings[name]).toMatchObject({
        status: 'wrong',
        detail: expect.stringContaining('ECONNREFUSED'),
        mend: expect.stringMatching(/DATABASE_URL|ldap-check|SMTP_/),
      });
    expect(findings['clocks']?.status).toBe('ok');
    expect(JSON.stringify(findings)).not.toContain('not-to-be-seen');
  });

  it('a pool without space', async () => {
    const dataDir = join(folder, 'full');
    await mkdir(join(dataDir, 'fake-host'), { recursive: true });
    const capacity = { cores: 4, memoryMiB: 4096, diskFreeGiB: 2 };
    await writeFile(join(dataDir, 'fake-host/capacity.json'), JSON.stringify(capacity));
    expect((await found({ VMM_DATA_DIR: dataDir }))['pool']).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining('2048 MiB left'),
      mend: 'virsh -c qemu:///system vol-list default --details',
    });
  });

  it('a data folder that is a file', async () => {
    const dataDir = join(folder, 'file');
    expect((await found({ STUDENT_VMS_DIR: dataDir }))['permissions']).toMatchObject({
      status: 'wrong',
      detail: `STUDENT_VMS_DIR: ${dataDir} is no folder`,
      mend: `sudo install -d -o "$(id -un)" ${dataDir}`,
    });
  });

  it('a libvirt that is not there, with what depends on it', async () => {
    const findings = await found({
      VMM_ADAPTERS: 'real',
      VMM_ACCELERATION: 'tcg',
      LIBVIRT_URI: `qemu+unix:///system?socket=${join(folder, 'no-socket')}`,
    });
    for (const name of ['libvirt', 'networks', 'pool'])
      expect(findings[name]).toMatchObject({
        status: 'wrong',
        mend: expect.stringContaining('prepare-host'),
      });
    expect(findings['boxes']).toMatchObject({
      status: 'wrong',
      detail: 'no box yet for debian-server',
      mend: expect.stringMatching(/bake\.sh debian-server --out /),
    });
  });

  it('a port that another program has', async () => {
    const port = await listening(createWebServer((_, response) => response.end('something else')));
    expect((await found({ PORT: String(port) }))['ports']).toMatchObject({
      status: 'wrong',
      detail: `127.0.0.1:${port} is taken by another program`,
      mend: `sudo ss -ltnp 'sport = :${port}'`,
    });
  });
});

describe('what is the host’s', () => {
  /** As on a computer whose daemons are these. */
  async function foundWith(daemons: string[]): Promise<Record<string, Finding>> {
    const programs = await mkdtemp(join(folder, 'programs-'));
    for (const name of daemons) await writeFile(join(programs, name), '');
    const { environment } = toConfiguration({ VMM_ADAPTERS: 'fake' }, folder);
    const hosts = libvirtHosts(environment);
    const real = { ...environment, adapters: 'real' as const, acceleration: 'kvm' as const };
    const checks = hostChecks(real, hosts, programs).filter(({ name }) =>
      ['acceleration', 'networks'].includes(name),
    );
    const findings = await Promise.all(checks.map((check) => examine(check, 'en')));
    await Promise.all(hosts.map((host) => host.close()));
    return Object.fromEntries(findings.map((finding) => [finding.name, finding]));
  }

  it('is not asked for in a container, whose libvirt is elsewhere', async () => {
    const findings = await foundWith([]);
    expect(findings['networks']?.status).toBe('ok');
    expect(findings['acceleration']).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('on the host, infra/host/kvm-probe'),
    });
  });
  it('is asked for where libvirt is', async () => {
    expect((await foundWith(['virtqemud']))['networks']).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining('dnsmasq'),
    });
    expect((await foundWith(['libvirtd', 'dnsmasq']))['networks']?.status).toBe('ok');
  });
});

describe('the public address', () => {
  const live = JSON.stringify({ status: 'ok', parts: {} });

  it('where nobody answers', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    expect((await found({ PUBLIC_URL: url }))['proxy']).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining(`${url} does not answer`),
      mend: `curl -v ${url}/api/health/live`,
    });
  });

  it('where another program answers', async () => {
    const port = await listening(createWebServer((_, response) => response.end('welcome to nginx')));
    expect((await found({ PUBLIC_URL: `http://127.0.0.1:${port}` }))['proxy']?.detail).toMatch(
      /another than VM Manager answers \(200\)/,
    );
  });

  it('where a proxy takes the upgrade away', async () => {
    const port = await listening(createWebServer((_, response) => response.end(live)));
    expect((await found({ PUBLIC_URL: `http://127.0.0.1:${port}` }))['proxy']).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining('WebSockets'),
      mend: expect.stringContaining('proxy_set_header Upgrade'),
    });
  });
});

describe('a check', () => {
  const check = (examineIt: Check['examine']): Check => ({
    name: 'x',
    title: { fr: 'essai', en: 'trial' },
    variables: [],
    withinMs: 20,
    mend: { fr: 'relancez : x', en: 'restart: x' },
    examine: examineIt,
  });

  it('that never answers is wrong after its time, and is told to stop', async () => {
    let aborted = false;
    const never = check((signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    });
    expect(await examine(never, 'fr')).toMatchObject({
      status: 'wrong',
      detail: 'pas de réponse en 0.02 s',
      mend: 'relancez\u00a0: x',
    });
    expect(aborted).toBe(true);
  });

  it('that fails unforeseen says so without a stack', async () => {
    const finding = await examine(
      check(() => Promise.reject(new Error('nobody knew'))),
      'en',
    );
    expect(lineOf(finding)).toMatch(/^✗ trial +nobody knew\n +→ restart: x$/);
  });
});
