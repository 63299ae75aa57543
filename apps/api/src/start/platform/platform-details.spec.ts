import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlatformHost, PlatformPrograms, Problem, ProgramLogLine } from '@vm-manager/contracts';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { MOST_BYTES } from './programs/newest-lines.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

const API = 'a'.repeat(64);
const DATABASE = 'b'.repeat(64);
const STRANGER = 'c'.repeat(64);
const MIB = 2 ** 20;
const OURS = { 'vm-manager.platform': 'true' };

/** What `docker inspect` says of a container. */
const container = (id: string, name: string, change: object, labels: object = OURS) => ({
  ...{ Id: id, Name: `/${name}`, RestartCount: 0, HostConfig: { Memory: 0 } },
  State: { Status: 'running', Running: true, Restarting: false, StartedAt: '2026-11-27T20:00:00.123456789Z' },
  Config: { Tty: false, Labels: labels },
  ...change,
});
const CONTAINERS = [
  container(API, 'vm-manager-api-1', { RestartCount: 2, HostConfig: { Memory: 1024 * MIB } }),
  container(DATABASE, 'vm-manager-database-1', {
    State: {
      ...{ Status: 'exited', Running: false, Restarting: false, StartedAt: '2026-11-27T19:00:00Z' },
      ...{ FinishedAt: '2026-11-27T19:30:00Z', Health: { Status: 'unhealthy' } },
    },
  }),
  container(STRANGER, 'somebody-else', {}, {}),
];
const STATS = {
  cpu_stats: { cpu_usage: { total_usage: 3e9 }, system_cpu_usage: 100e9, online_cpus: 4 },
  precpu_stats: { cpu_usage: { total_usage: 2e9 }, system_cpu_usage: 92e9 },
  memory_stats: { usage: 300 * MIB, stats: { inactive_file: 44 * MIB } },
};
const LOG = [
  ['2026-11-27T20:00:01.000000001Z', 'ready', 1],
  ['2026-11-27T20:00:02.500000000Z', 'nearly full', 2],
  ['2026-11-27T20:00:02.500000001Z', 'accents: é', 1],
] as const;

/** As the engine frames it. */
const framed = (lines: readonly (readonly [string, string, number])[]) =>
  Buffer.concat(
    lines.map(([at, text, stream]) => {
      const bytes = Buffer.from(`${at} ${text}\n`);
      const header = Buffer.alloc(8);
      header[0] = stream;
      header.writeUInt32BE(bytes.length, 4);
      return Buffer.concat([header, bytes]);
    }),
  );

/** The engine's interface, as far as it is read; keeps what it was asked. */
class Engine {
  readonly asked: string[] = [];
  log: readonly (readonly [string, string, number])[] = LOG;
  /** Whether it goes away in the middle of a log. */
  breaksOff = false;
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  listen(socket: string): Promise<void> {
    return new Promise((resolve) => this.server.listen(socket, resolve));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(`${method} ${url}`);
    const { pathname, searchParams } = new URL(url, 'http://engine');
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/containers/json') {
      const filters = JSON.parse(searchParams.get('filters') ?? '{}') as { label?: string[] };
      const isOurs = ({ Config }: (typeof CONTAINERS)[number]) =>
        filters.label?.every(
          (label) => label in { 'vm-manager.platform=true': 1 } && 'vm-manager.platform' in Config.Labels,
        );
      return void json(CONTAINERS.filter(isOurs).map(({ Id }) => ({ Id })));
    }
    const [, , id, what] = pathname.split('/');
    const one = CONTAINERS.find(({ Id }) => Id === id);
    if (!one) return void json({ message: 'No such container' }, 404);
    if (what === 'json') return void json(one);
    if (what === 'stats') return void json(STATS);
    const since = Number(searchParams.get('since') ?? 0);
    const tail = Number(searchParams.get('tail') ?? this.log.length);
    response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' });
    if (this.breaksOff) return void response.write('half', () => response.destroy());
    response.end(framed(this.log.filter(([at]) => Date.parse(at) / 1000 >= since).slice(-tail)));
  }
}

const engine = new Engine();
let folder: string;
let api: TestApi;
let admin: Visitor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-engine-'));
  const socket = join(folder, 'docker.sock');
  await engine.listen(socket);
  api = await startApi({ env: { DOCKER_HOST: `unix://${socket}` } });
  admin = await signIn(api, 'admin');
});
afterAll(async () => {
  await api?.stop();
  await engine.close();
  await rm(folder, { recursive: true });
});

const programs = async () => PlatformPrograms.parse(await (await admin.get('/api/platform/programs')).json());
const log = (query: Record<string, string>) => admin.get(`/api/platform/log?${new URLSearchParams(query)}`);
const textsOf = async (answer: Response) =>
  z
    .array(ProgramLogLine)
    .parse(await answer.json())
    .map(({ text }) => text);

describe('the platform’s own containers', () => {
  it('are listed with what they use, and no others of the computer', async () => {
    expect(await programs()).toEqual({
      source: 'engine',
      reason: null,
      programs: [
        {
          ...{ id: API, name: 'vm-manager-api-1', state: 'running', isRunning: true, health: null },
          ...{
            since: '2026-11-27T20:00:00.123Z',
            restarts: 2,
            cpu: 0.5,
            memoryMiB: 256,
            memoryLimitMiB: 1024,
          },
        },
        {
          ...{ id: DATABASE, name: 'vm-manager-database-1', state: 'exited', isRunning: false },
          ...{ health: 'unhealthy', since: '2026-11-27T19:30:00.000Z', restarts: 0 },
          ...{ cpu: null, memoryMiB: null, memoryLimitMiB: null },
        },
      ],
    });
  });

  it('have a log, of which one can ask what has come since', async () => {
    const answer = await log({ program: API });
    const lines = z.array(ProgramLogLine).parse(await answer.json());
    expect(lines).toEqual(LOG.map(([at, text, stream]) => ({ at, text, isError: stream === 2 })));
    expect(await textsOf(await log({ program: API, lines: '1' }))).toEqual(['accents: é']);
    // To the nanosecond: two lines of one second are told apart.
    expect(await textsOf(await log({ program: API, after: lines[1]!.at }))).toEqual(['accents: é']);
    expect(await textsOf(await log({ program: API, after: lines[2]!.at }))).toEqual([]);
  });

  it('have a log that can be kept as a file', async () => {
    const answer = await admin.get(`/api/platform/log.txt?program=${API}`);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    expect(await answer.text()).toBe(LOG.map(([at, text]) => `${at} ${text}\n`).join(''));
  });

  it('have a log of long lines of which the newest are read, no more than a few megabytes', async () => {
    const long = Array.from({ length: 1_000 }, (_, index) => {
      const at = `2026-11-27T20:00:02.${String(index).padStart(9, '0')}Z`;
      return [at, `${index} ${'x'.repeat(16_000)}`, 1] as const;
    });
    engine.log = long;
    try {
      const lines = await textsOf(await log({ program: API, lines: '1000' }));
      expect(lines.at(-1)).toBe(long.at(-1)?.[1]);
      expect(lines.join('').length).toBeLessThan(MOST_BYTES);
      expect(lines.length).toBeGreaterThan(100);
    } finally {
      engine.log = LOG;
    }
  });

  it('have a log that gives no orders to a terminal', async () => {
    engine.log = [['2026-11-27T20:00:01Z', '\u001b[31mGET /\u001b]0;pris\u0007 \u009b2J', 1]];
    try {
      expect(await (await log({ program: API })).text()).not.toMatch(/u001b|u0007|u009b/i);
      const file = await (await admin.get(`/api/platform/log.txt?program=${API}`)).text();
      expect(file).toBe('2026-11-27T20:00:01Z GET / \ufffd2J\n');
    } finally {
      engine.log = LOG;
    }
  });

  it('have no log while the engine breaks off, which is said', async () => {
    engine.breaksOff = true;
    try {
      for (const path of ['log', 'log.txt']) {
        const answer = await admin.get(`/api/platform/${path}?program=${API}`);
        expect(answer.status).toBe(503);
        expect(Problem.parse(await answer.json()).type).toBe('/problems/engine-unavailable');
      }
    } finally {
      engine.breaksOff = false;
    }
  });

  it('take a moment to begin after, and nothing else', async () => {
    for (const after of [
      'zzz',
      '-1',
      '2026',
      '2026-11-27T20:00:00Z&follow=1',
      '2026-11-27T20:00:00Z\r\nX: y',
    ])
      expect([after, (await log({ program: API, after })).status]).toEqual([after, 400]);
    expect((await log({ program: API, after: '0001-01-01T00:00:00Z' })).status).toBe(200);
    expect((await log({ program: API, lines: '5001' })).status).toBe(400);
    expect((await log({ program: API, lines: '-1' })).status).toBe(400);
  });

  it('are told of no container of somebody else, nor of one that is none', async () => {
    for (const program of [
      STRANGER,
      'd'.repeat(64),
      'vm-manager-api-1',
      '../images',
      `${API}/json?`,
      `${API}\r\nX: y`,
      API.toUpperCase(),
    ])
      expect([program, (await log({ program })).status]).toEqual([program, 404]);
    expect((await log({})).status).toBe(400);
  });

  it('are only read', () => {
    expect(engine.asked.length).toBeGreaterThan(5);
    for (const line of engine.asked)
      expect(line).toMatch(/^GET \/containers\/(json|[a-z0-9]{64}\/(json|stats|logs))(\?|$)/);
  });

  it('have no more of a log read than is shown', () => {
    const logs = engine.asked.filter((line) => line.includes('/logs?'));
    expect(logs.some((line) => line.includes('since='))).toBe(true);
    for (const line of logs) expect(line).toMatch(/[?&]tail=\d+(&|$)/);
  });

  it('are an administrator’s to see', async () => {
    const [alice, prof] = [await signIn(api, 'alice'), await signIn(api, 'prof')];
    for (const path of ['hosts', 'programs', `log?program=${API}`, `log.txt?program=${API}`]) {
      expect((await visit(api).get(`/api/platform/${path}`)).status).toBe(401);
      expect((await alice.get(`/api/platform/${path}`)).status).toBe(403);
      expect((await prof.get(`/api/platform/${path}`)).status).toBe(403);
    }
  });
});

it('hosts are shown with their versions, and why guests are as fast as they are', async () => {
  const hosts = z.array(PlatformHost).parse(await (await admin.get('/api/platform/hosts')).json());
  expect(hosts).toEqual([
    {
      ...{ name: 'demonstration', isReachable: true, libvirtVersion: '9.0.0', hypervisorVersion: '7.2.0' },
      ...{
        cores: 128,
        memoryMiB: 2 ** 20,
        acceleration: 'emulated',
        accelerationReason: 'VMM_ADAPTERS=fake',
      },
    },
  ]);
});

// The last one: from here on there is no engine.
it('an engine that does not answer is said, and nothing is made up', async () => {
  await engine.close();
  expect(await programs()).toEqual({ source: 'engine', reason: 'not-answering', programs: [] });
  expect((await log({ program: API })).status).toBe(503);
});
