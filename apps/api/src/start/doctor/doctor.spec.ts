import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlatformCheck } from '@vm-manager/contracts';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createWebServer, request, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toConfiguration } from '../../foundation/config/configuration.js';
import { libvirtHosts } from '../../hosts/libvirt/libvirt.module.js';
import type { GuestSpeed } from '../../hosts/vagrant/acceleration.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { examine, toPlatformCheck, type Check } from './check.js';
import { consult } from './consult.js';
import { lineOf } from './finding-line.js';
import { hostChecks, type HostTools } from './host-checks.js';
import { OpenedDatabase } from './opened-database.js';
import { serviceChecks } from './service-checks.js';

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
async function found(texts: Record<string, string> = {}): Promise<Record<string, PlatformCheck>> {
  const configuration = toConfiguration(
    { VMM_ADAPTERS: 'fake', PORT: String(await closedPort()), ...texts },
    folder,
  );
  const hosts = libvirtHosts(configuration.environment);
  const database = new OpenedDatabase(configuration.environment);
  const findings = await Promise.all(consult(configuration, null, hosts, database.open));
  await Promise.all([database.close(), ...hosts.map((host) => host.close())]);
  return Object.fromEntries(findings.map((finding) => [finding.name, toPlatformCheck(finding, 'en')]));
}

it('an installation before its first start is well', async () => {
  const all = await found();
  const findings = Object.values(all);
  expect(all['pool']?.detail).toBe('default, 20,000 GiB free');
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

  it('a disk that cannot be asked', async () => {
    const dataDir = join(folder, 'file/vms');
    expect((await found({ STUDENT_VMS_DIR: dataDir }))['disk']).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining('ENOTDIR'),
      mend: expect.stringMatching(/^du -xh/),
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
      detail: 'there is no box',
      mend: expect.stringMatching(/bake\.sh debian-server --out /),
    });
  });

  it('a folder of the school’s own templates that is not there, or is none', async () => {
    const templates = join(folder, 'own-templates');
    expect((await found({ VMM_TEMPLATES_DIR: templates }))['boxes']).toMatchObject({
      status: 'wrong',
      detail: `VMM_TEMPLATES_DIR: there is no ${templates}`,
      mend: `sudo install -d ${templates}`,
    });
    await mkdir(templates);
    expect((await found({ VMM_TEMPLATES_DIR: templates }))['boxes']?.status).toBe('ok');
    expect((await found({ VMM_TEMPLATES_DIR: join(folder, 'file') }))['boxes']).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining('ENOTDIR'),
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
  /** On a computer that has these tools, and no machines yet. */
  async function foundWith(tools: Partial<HostTools>): Promise<Record<string, PlatformCheck>> {
    const { environment } = toConfiguration({ VMM_ADAPTERS: 'fake' }, folder);
    const hosts = libvirtHosts(environment);
    const real = { ...environment, adapters: 'real' as const, acceleration: 'kvm' as const };
    const checks = hostChecks(real, hosts, { vagrant: '/nowhere/vagrant', ...tools }).filter(({ name }) =>
      ['acceleration', 'networks', 'vagrant'].includes(name),
    );
    const findings = await Promise.all(checks.map((check) => examine(check)));
    await Promise.all(hosts.map((host) => host.close()));
    return Object.fromEntries(findings.map((finding) => [finding.name, toPlatformCheck(finding, 'en')]));
  }
  const probed = (speed: GuestSpeed, reason: string) => ({
    speed: () => Promise.resolve(speed),
    reason: () => Promise.resolve(reason),
  });
  async function daemons(...names: string[]): Promise<string> {
    const place = await mkdtemp(join(folder, 'daemons-'));
    for (const name of names) await writeFile(join(place, name), '');
    return place;
  }
  /** Vagrant, as far as it is asked here. */
  async function vagrant(plugins: string): Promise<string> {
    const program = join(await mkdtemp(join(folder, 'vagrant-')), 'vagrant');
    await writeFile(program, `#!/bin/sh\n[ "$1" = plugin ] && echo '${plugins}' || echo 'Vagrant 2.3.4'\n`);
    await chmod(program, 0o755);
    return program;
  }

  it('is not asked for in a container, whose libvirt is elsewhere', async () => {
    const findings = await foundWith({ daemons: await daemons() });
    expect(findings['networks']?.status).toBe('ok');
    expect(findings['acceleration']).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('on the host, infra/host/kvm-probe'),
    });
  });

  it('is asked for where libvirt is', async () => {
    const probe = probed('kvm', 'kvm: a guest ran');
    const without = await foundWith({ daemons: await daemons('virtqemud'), probe });
    expect(without['networks']).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining('dnsmasq'),
      mend: 'infra/host/prepare-host.sh',
    });
    const found = await foundWith({ daemons: await daemons('libvirtd', 'dnsmasq'), probe });
    expect(found['networks']?.status).toBe('ok');
    expect(found['acceleration']).toMatchObject({ status: 'ok', detail: 'kvm: a guest ran' });
  });

  it('is no acceleration where guests hang in KVM, whatever is configured', async () => {
    const probe = probed('emulated', 'a guest did not end within 3 s');
    expect((await foundWith({ daemons: await daemons('libvirtd'), probe }))['acceleration']).toMatchObject({
      status: 'wrong',
      detail: 'machines are emulated, several times slower: a guest did not end within 3 s',
      mend: expect.stringContaining('VMM_ACCELERATION=tcg'),
    });
  });

  it('is Vagrant with its plugin', async () => {
    const place = await daemons();
    expect((await foundWith({ daemons: place }))['vagrant']).toMatchObject({
      status: 'wrong',
      detail: 'it is not installed',
      mend: 'infra/host/prepare-host.sh',
    });
    const alone = await foundWith({ daemons: place, vagrant: await vagrant('No plugins installed.') });
    expect(alone['vagrant']).toMatchObject({
      status: 'wrong',
      detail: 'its plugin vagrant-libvirt is not installed',
    });
    const both = await foundWith({
      daemons: place,
      vagrant: await vagrant('vagrant-libvirt (0.11.2, system)'),
    });
    expect(both['vagrant']).toMatchObject({ status: 'ok', detail: 'Vagrant 2.3.4, vagrant-libvirt 0.11.2' });
  });
});

describe('clocks', () => {
  it('that are an hour apart are said, with what mends it', async () => {
    const { environment, secrets } = toConfiguration({ VMM_ADAPTERS: 'fake' }, folder);
    const query = () => Promise.resolve([{ now: new Date(Date.now() - 3_600_000) }]);
    const checks = serviceChecks(environment, secrets, () => Promise.resolve({ query } as never));
    const clocks = await examine(checks.find(({ name }) => name === 'clocks')!);
    expect(toPlatformCheck(clocks, 'fr')).toMatchObject({
      status: 'wrong',
      detail: 'la base de données a 3600 s d’écart avec cette machine',
      mend: 'sudo timedatectl set-ntp true',
    });
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

describe('the client’s address behind a proxy', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ env: { TRUSTED_PROXIES: '127.0.0.2' } });
  });
  afterAll(() => api?.stop());

  /** A proxy of our own, at the address `at`, that passes this on of whom it serves. */
  async function behind(
    at: string,
    forwarded: (given: string | undefined, client: string) => string | undefined,
  ): Promise<PlatformCheck> {
    const { hostname, port } = new URL(api.url);
    const passOn = ({ method, url, headers, socket }: IncomingMessage) => {
      const { 'x-forwarded-for': given, ...rest } = headers;
      const says = forwarded(given?.toString(), socket.remoteAddress ?? '');
      return request({
        ...{ method, path: url, hostname, port, localAddress: at, agent: false },
        headers: { ...rest, ...(says === undefined ? {} : { 'x-forwarded-for': says }) },
      });
    };
    const proxy = createWebServer((asked, response) => {
      const upstream = passOn(asked).on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      asked.pipe(upstream);
    });
    proxy.on('upgrade', (asked, socket: Socket) => {
      const upstream = passOn(asked).on('response', (answer) => {
        const lines = answer.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`));
        socket.write(`HTTP/1.1 ${answer.statusCode} Refused\r\n${lines.join('')}\r\n`);
        answer.pipe(socket);
      });
      upstream.end();
    });
    const url = `http://127.0.0.1:${await listening(proxy)}`;
    return (await found({ PUBLIC_URL: url, TRUSTED_PROXIES: '127.0.0.2' }))['proxy']!;
  }

  it('that adds whom it serves is right', async () => {
    const check = await behind('127.0.0.2', (given, client) => [given, client].filter(Boolean).join(', '));
    expect(check).toMatchObject({ status: 'ok', detail: expect.stringMatching(/is 127\.0\.0\.1$/) });
  });

  it('that says nothing makes everybody the same', async () => {
    expect(await behind('127.0.0.2', () => undefined)).toMatchObject({
      status: 'wrong',
      detail: 'the proxy does not say whose requests it passes on: everybody is 127.0.0.2',
      mend: expect.stringContaining('X-Forwarded-For $proxy_add_x_forwarded_for'),
    });
  });

  it('that passes on what it is told lets everybody choose', async () => {
    expect(await behind('127.0.0.2', (given, client) => given ?? client)).toMatchObject({
      status: 'wrong',
      detail: expect.stringContaining('everybody chooses their address'),
      mend: expect.stringContaining('X-Forwarded-For'),
    });
  });

  it('that is not trusted says it in vain', async () => {
    expect(await behind('127.0.0.3', (_, client) => client)).toMatchObject({
      status: 'wrong',
      detail: 'what the proxy 127.0.0.3 says does not count: everybody has its address',
      mend: 'TRUSTED_PROXIES=127.0.0.3 in .env, then restart',
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
    expect(toPlatformCheck(await examine(never), 'fr')).toMatchObject({
      status: 'wrong',
      detail: 'pas de réponse en 0.02 s',
      mend: 'relancez\u00a0: x',
    });
    expect(aborted).toBe(true);
  });

  it('that fails unforeseen says so without a stack', async () => {
    const finding = await examine(check(() => Promise.reject(new Error('nobody knew'))));
    expect(lineOf(toPlatformCheck(finding, 'en'))).toMatch(/^✗ trial +nobody knew\n +→ restart: x$/);
  });
});
