// What a console costs: a direct TCP connection, Debian's websockify, a bare pipe on `ws` and the gateway carry the same screen to the
// same clients. Needs a built API, libvirtd and, for its column, the package `websockify`. `-- console stream | open | watch`
// measures a part and keeps what an earlier run found for the others.
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Viewer } from './console/viewer.mjs';
import { median } from './median.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PARTS = ['stream', 'open', 'watch'];
const WEBSOCKIFY = '/usr/bin/websockify';
/** As many machines, and as many people who may see them all, so that no bound of the product is met: 20 consoles of each. */
const VMS = 25;
const ROUNDS = 3;
const MEBIBYTES = 512;
const PINGS = 2_000;
/** Others who are told of 4 KiB so many times a second while one measures its round trip. */
const STREAMS = { count: 100, hertz: 20 };
const OPEN = [1, 50, 200, 500];
/** What an open console is told meanwhile, so many times a second. */
const OPEN_HERTZ = 4;
const CPU_MS = 3_000;
/** A whole round of what the gateway does by itself, of which the look at all rights is the rarest: every 15 seconds. */
const GATEWAY_CPU_MS = 15_000;
/** What follows an opening, such as its line in the audit log and the look at rights, is no cost of an open console. */
const SETTLE_MS = 5_000;
const CONNECTS = { count: 100, atOnce: 8 };
const WATCHERS = 100;
const WATCH_MS = 10_000;
const TICKET_MS = 30_000;
const PATIENCE_MS = 60_000;
const GOAL = { ofTcp: 0.6, kibEachAt200: 40, cpuOfWebsockifyAt200: 0.6 };

const chosen = process.argv.slice(2);
if (chosen.some((part) => !PARTS.includes(part)))
  throw new Error(`npm run bench -- console [${PARTS.join(' | ')}]`);
const parts = chosen.length > 0 ? chosen : PARTS;
const resultFile = join(ROOT, 'bench/console.json');
/** Lets us say when to collect garbage before memory is measured. */
const COLLECTING = ['--expose-gc', '--import', join(ROOT, 'infra/bench/console/collect-on-signal.mjs')];

const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const children = new Set();

try {
  const screen = await startScreen();
  const subjects = await startSubjects(screen.port);
  const result =
    existsSync(resultFile) && chosen.length > 0 ? JSON.parse(await readFile(resultFile, 'utf8')) : {};
  if (parts.includes('stream')) result.stream = await measureStream(subjects);
  if (parts.includes('open')) result.open = await measureOpen(subjects);
  if (parts.includes('watch')) result.watch = await measureWatching(subjects, screen);
  result.goal = GOAL;
  // Others at work here lengthen the slow ones first: read the rest together with this.
  result.load = { average: round(loadavg()[0]), cores: availableParallelism() };
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(resultFile, `${JSON.stringify(result, null, 2)}\n`);
  report(result);
} finally {
  for (const child of [...children].reverse()) await stop(child);
  await rm(folder, { recursive: true });
}

async function startScreen() {
  const port = await freePort();
  const child = start(process.execPath, [join(ROOT, 'infra/bench/console/screen.mjs'), port], { ipc: true });
  await message(child);
  const connections = async () => {
    child.send('connections');
    return (await message(child)).connections;
  };
  return { port, pid: child.pid, connections };
}

/** Each tells where the next console is to be opened, and which processes are paid for it. */
async function startSubjects(screenPort) {
  const subjects = [{ name: 'tcp', pid: undefined, next: async () => ({ port: screenPort }) }];
  if (existsSync(WEBSOCKIFY)) {
    const port = await freePort();
    const child = start(WEBSOCKIFY, [`127.0.0.1:${port}`, `127.0.0.1:${screenPort}`]);
    await until('websockify listens', () => isListening(port));
    const url = `ws://127.0.0.1:${port}`;
    subjects.push({ name: 'websockify', pid: child.pid, next: async () => ({ url, protocols: ['binary'] }) });
  }
  const port = await freePort();
  const pipe = start(
    process.execPath,
    [...COLLECTING, join(ROOT, 'infra/bench/console/pipe.mjs'), port, screenPort],
    {
      ipc: true,
    },
  );
  await message(pipe);
  const url = `ws://127.0.0.1:${port}`;
  subjects.push({
    name: 'pipe',
    pid: pipe.pid,
    collects: true,
    next: async () => ({ url, protocols: ['binary'] }),
  });
  subjects.push(await startGateway(screenPort));
  return subjects;
}

/** The whole product: tickets, sessions and rights are rows of its database; libvirt's test driver says where the screens are. */
async function startGateway(screenPort) {
  const dataDir = join(folder, 'data');
  const domainFile = join(folder, 'domains.xml');
  const env = { VMM_DATA_DIR: dataDir, STUDENT_VMS_DIR: join(folder, 'student_vms') };
  const first = await startApi({ ...env, VMM_ADAPTERS: 'fake' });
  const database = await connectTo(dataDir);
  const { people, vms } = await fill(database);
  const { rows } = await database.query('SELECT id FROM installation');
  await writeFile(domainFile, domains(rows[0].id, vms, screenPort));
  await database.end();
  await stop(first.child);
  const api = await startApi({ ...env, VMM_ADAPTERS: 'real', LIBVIRT_URI: `test://${domainFile}` });
  const records = await connectTo(dataDir);
  await until('the API follows the domains', async () => {
    const { rows } = await records.query(`SELECT count(*)::int AS count FROM vms WHERE state = 'running'`);
    return rows[0].count === VMS;
  });
  let number = 0;
  const ticket = async (mode, person, vm) => {
    const value = randomBytes(32).toString('base64url');
    await records.query(
      `INSERT INTO console_tickets (hash, user_id, session_id, vm_id, mode, kind, expires_at) VALUES ($1, $2, $3, $4, $5, 'screen', $6)`,
      [
        createHash('sha256').update(value).digest(),
        ...[person.id, person.session, vm.id, mode],
        new Date(Date.now() + TICKET_MS - 1_000),
      ],
    );
    return { url: `${api.url.replace('http', 'ws')}/api/console`, protocols: ['binary', `ticket.${value}`] };
  };
  return {
    name: 'gateway',
    cpuMs: GATEWAY_CPU_MS,
    pid: api.child.pid,
    collects: true,
    /** Each person controls each machine at most once at a time. */
    next: async () => {
      const at = number++ % (VMS * VMS);
      const person = at % VMS;
      return ticket('control', people[person], vms[(person + Math.floor(at / VMS)) % VMS]);
    },
    nextWatcher: async (at) => ticket('view', people[at % VMS], vms[0]),
  };
}

async function startApi(env) {
  const port = await freePort();
  const child = start(process.execPath, [...COLLECTING, join(ROOT, 'apps/api/dist/main.js')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      VMM_DEMO_PASSWORD: randomUUID(),
      VMM_ACCELERATION: 'tcg',
      LOG_LEVEL: 'warn',
      ...env,
    },
  });
  await until('the API is ready', () => /VM Manager is ready/.test(child.printed));
  return { child, url: `http://127.0.0.1:${port}` };
}

/** The database is stopped with the API, without a word to those who are connected. */
async function connectTo(dataDir) {
  const lines = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  const place = { host: lines[4].trim(), port: Number(lines[3]), user: 'postgres', database: 'postgres' };
  return new pg.Pool(place).on('error', () => undefined);
}

async function fill(database) {
  const many = (make) => Array.from({ length: VMS }, (_, index) => make(index));
  const people = many((index) => ({ id: randomUUID(), session: randomUUID(), username: `banc-${index}` }));
  const vms = many((index) => ({ id: randomUUID(), owner: people[index].id, name: `banc-${index}` }));
  await database.query(
    `INSERT INTO users (id, username, display_name, role, source)
     SELECT id, username, username, 'admin', 'local' FROM jsonb_to_recordset($1) AS p(id uuid, username text)`,
    [JSON.stringify(people)],
  );
  await database.query(
    `INSERT INTO sessions (id, token_hash, user_id, last_used_at, expires_at)
     SELECT session, uuid_send(session), id, now(), now() + interval '7 days'
       FROM jsonb_to_recordset($1) AS p(id uuid, session uuid)`,
    [JSON.stringify(people)],
  );
  await database.query(
    `INSERT INTO vms (id, owner_id, name, name_key, template_id, state, vcpus, memory_mib, disk_gib, username, ip_address,
                      host, folder, created_at)
     SELECT id, owner, name, name, 'debian-server', 'stopped', 1, 512, 10, 'eleve', '10.213.0.10', 'banc', name, now()
       FROM jsonb_to_recordset($1) AS v(id uuid, owner uuid, name text)`,
    [JSON.stringify(vms)],
  );
  return { people, vms };
}

function domains(installation, vms, port) {
  const each = vms.map(({ id, owner }) => {
    const description = JSON.stringify({ vmManager: { vm: id, owner, installation } });
    return `<domain type='test'><name>vmm-${id}</name><uuid>${id}</uuid><description>${description}</description>
      <memory unit='MiB'>512</memory><vcpu>1</vcpu><os><type>hvm</type></os>
      <devices><graphics type='vnc' port='${port}' autoport='no' listen='127.0.0.1'/></devices></domain>`;
  });
  return `<node>${each.join('\n')}
    <pool type='dir'><name>default</name><target><path>/vmm-bench</path></target></pool></node>\n`;
}

async function openConsole(subject) {
  const viewer = await Viewer.open(await subject.next());
  await viewer.shakeHands();
  return viewer;
}

async function measureStream(subjects) {
  const found = Object.fromEntries(
    subjects.map(({ name }) => [name, { mebibytesPerSecond: [], cpuSecondsPerGiB: [] }]),
  );
  for (let number = 0; number < ROUNDS; number++) {
    for (const subject of subjects) {
      const viewer = await openConsole(subject);
      const before = await cpuMs(subject.pid);
      const seconds = await viewer.take(MEBIBYTES);
      const cpu = (await cpuMs(subject.pid)) - before;
      viewer.close();
      found[subject.name].mebibytesPerSecond.push(MEBIBYTES / seconds);
      found[subject.name].cpuSecondsPerGiB.push(cpu / MEBIBYTES);
    }
  }
  for (const subject of subjects) {
    const figures = found[subject.name];
    figures.mebibytesPerSecond = round(median(figures.mebibytesPerSecond));
    figures.cpuSecondsPerGiB = round(median(figures.cpuSecondsPerGiB), 100);
    const viewer = await openConsole(subject);
    figures.atRest = await roundTrips(viewer);
    const others = await openMany(subject, STREAMS.count);
    for (const other of others) other.hearChanges(STREAMS.hertz);
    await pause(SETTLE_MS);
    figures.underStreams = await roundTrips(viewer);
    for (const one of [viewer, ...others]) one.close();
  }
  return found;
}

async function roundTrips(viewer) {
  for (let number = 0; number < PINGS / 10; number++) await viewer.ping();
  const times = [];
  for (let number = 0; number < PINGS; number++) times.push(await viewer.ping());
  times.sort((one, other) => one - other);
  const percentile = (share) => round(times[Math.ceil(share * times.length) - 1], 1000);
  return { p50Ms: percentile(0.5), p99Ms: percentile(0.99) };
}

async function measureOpen(subjects) {
  const found = {};
  for (const subject of subjects.filter(({ pid }) => pid !== undefined)) {
    const figures = (found[subject.name] = { connectsPerSecond: 0, consoles: {} });
    const began = performance.now();
    const connected = await openMany(subject, CONNECTS.count);
    figures.connectsPerSecond = round((CONNECTS.count * 1000) / (performance.now() - began));
    for (const viewer of connected) viewer.close();
    await pause(2_000);
    const empty = await pssKiB(subject);
    const { cpuMs: window = CPU_MS } = subject;
    figures.cpuPercentAtRest = round(((await cpuMsWithin(window, subject.pid)) * 100) / window);
    const viewers = [];
    for (const count of OPEN) {
      for (const viewer of await openMany(subject, count - viewers.length)) {
        viewer.hearChanges(OPEN_HERTZ);
        viewers.push(viewer);
      }
      await pause(SETTLE_MS);
      const cpu = await cpuMsWithin(window, subject.pid);
      const kib = (await pssKiB(subject)) - empty;
      figures.consoles[count] = { kibEach: round(kib / count), cpuPercent: round((cpu * 100) / window) };
    }
    for (const viewer of viewers) viewer.close();
    await pause(2_000);
  }
  return found;
}

async function cpuMsWithin(ms, pid) {
  const before = await cpuMs(pid);
  await pause(ms);
  return (await cpuMs(pid)) - before;
}

async function openMany(subject, count) {
  const viewers = [];
  let left = count;
  const open = async () => {
    while (left-- > 0) viewers.push(await openConsole(subject));
  };
  await Promise.all(Array.from({ length: CONNECTS.atOnce }, open));
  return viewers;
}

/** All look at one screen; the gateway shows it to them in view mode, the others by a connection to it for each. */
async function measureWatching(subjects, screen) {
  const found = {};
  for (const subject of subjects) {
    const before = await screen.connections();
    const empty = subject.pid ? await pssKiB(subject) : 0;
    const viewers = [];
    for (let at = 0; at < WATCHERS; at++) {
      const viewer = await Viewer.open(await (subject.nextWatcher?.(at) ?? subject.next()));
      await viewer.shakeHands();
      viewer.look().catch(() => undefined);
      viewers.push(viewer);
    }
    await until('all see it', () => viewers.every(({ updates }) => updates > 1));
    const sum = (figure) => viewers.reduce((total, viewer) => total + viewer[figure], 0);
    const start = {
      cpu: await cpuMs(subject.pid),
      screen: await cpuMs(screen.pid),
      bytes: sum('received'),
      updates: sum('updates'),
    };
    await pause(WATCH_MS);
    const seconds = WATCH_MS / 1000;
    found[subject.name] = {
      connections: (await screen.connections()) - before,
      updatesPerSecondEach: round((sum('updates') - start.updates) / seconds / WATCHERS),
      mebibytesPerSecond: round((sum('received') - start.bytes) / seconds / 2 ** 20),
      cpuPercent: round(((await cpuMs(subject.pid)) - start.cpu) / seconds / 10),
      screenCpuPercent: round(((await cpuMs(screen.pid)) - start.screen) / seconds / 10),
      kibEach: subject.pid ? round(((await pssKiB(subject)) - empty) / WATCHERS) : 0,
    };
    for (const viewer of viewers) viewer.close();
    await pause(2_000);
  }
  return found;
}

/** Processor time so far of a process and those that it has started for its consoles; a database is none of these. */
async function cpuMs(pid) {
  if (pid === undefined) return 0;
  const times = await Promise.all((await family(pid)).map(cpuMsOf));
  return times.reduce((sum, time) => sum + time, 0);
}

/** By the nanosecond: of hundreds of processes that do little each, ticks would show nothing. */
async function cpuMsOf(pid) {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const times = threads.map((thread) =>
    readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0'),
  );
  return (await Promise.all(times)).reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0);
}

async function pssKiB({ pid, collects }) {
  if (collects) {
    process.kill(pid, 'SIGUSR2');
    await pause(500);
  }
  let sum = 0;
  for (const member of await family(pid)) {
    const rollup = await readFile(`/proc/${member}/smaps_rollup`, 'utf8').catch(() => '');
    sum += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  return sum;
}

/** websockify forks for each console. */
async function family(pid) {
  const name = async (one) => (await readFile(`/proc/${one}/comm`, 'utf8').catch(() => '')).trim();
  if ((await name(pid)) !== 'websockify') return [pid];
  const members = [pid];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const status = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    if (Number(status.split(') ')[1]?.split(' ')[1]) === pid) members.push(Number(entry));
  }
  return members;
}

function start(command, args, { ipc = false, ...options } = {}) {
  const child = spawn(command, args.map(String), {
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc'] : [])],
    ...options,
  });
  child.printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (child.printed = `${child.printed}${text}`.slice(-20_000)));
  child.ended = new Promise((end) => child.once('close', end));
  children.add(child);
  return child;
}

async function stop(child) {
  child.kill('SIGINT');
  await child.ended;
  children.delete(child);
}

function message(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('close', () => reject(new Error(child.printed)));
  });
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isListening(port) {
  try {
    (await Viewer.open({ port })).close();
    return true;
  } catch {
    return false;
  }
}

async function until(what, isSo) {
  for (const giveUpAt = Date.now() + PATIENCE_MS; !(await isSo()); await pause(50))
    if (Date.now() > giveUpAt)
      throw new Error(
        `Not within ${PATIENCE_MS} ms: ${what}\n${[...children].map(({ printed }) => printed).join('\n')}`,
      );
}

function round(value, per = 10) {
  return Math.round(value * per) / per;
}

function report({ stream, open, watch, load }) {
  const names = ['tcp', 'websockify', 'pipe', 'gateway'];
  const rows = [['', ...names, 'gateway / websockify']];
  const row = (label, from, unit) => {
    const values = names.map((name) => from(name));
    const [, websockify, , gateway] = values;
    const ratio = websockify > 0 && gateway !== undefined ? String(round(gateway / websockify, 100)) : '–';
    rows.push([label, ...values.map((value) => (value === undefined ? '–' : `${value}${unit}`)), ratio]);
  };
  if (stream) {
    row('one stream', (name) => stream[name]?.mebibytesPerSecond, ' MiB/s');
    row(
      '… of direct TCP',
      (name) => stream[name] && round(stream[name].mebibytesPerSecond / stream.tcp.mebibytesPerSecond, 100),
      '',
    );
    row('processor time of a GiB', (name) => stream[name]?.cpuSecondsPerGiB, ' s');
    for (const [label, when] of [
      ['at rest', 'atRest'],
      [`under ${STREAMS.count} streams`, 'underStreams'],
    ]) {
      for (const share of ['p50Ms', 'p99Ms']) {
        const added = (name) =>
          stream[name] && round(stream[name][when][share] - stream.tcp[when][share], 1000);
        row(`added round trip ${label}, ${share.slice(0, 3)}`, added, ' ms');
      }
    }
  }
  if (open) {
    row('processor at 0', (name) => open[name]?.cpuPercentAtRest, ' %');
    row('consoles opened', (name) => open[name]?.connectsPerSecond, '/s');
    for (const count of OPEN) {
      row(`memory of ${count}, each`, (name) => open[name]?.consoles[count].kibEach, ' KiB');
      row(`processor at ${count}`, (name) => open[name]?.consoles[count].cpuPercent, ' %');
    }
  }
  if (watch) {
    row(`${WATCHERS} watch: connections to the screen`, (name) => watch[name]?.connections, '');
    row('… updates of each', (name) => watch[name]?.updatesPerSecondEach, '/s');
    row('… bytes to them', (name) => watch[name]?.mebibytesPerSecond, ' MiB/s');
    row('… processor', (name) => watch[name]?.cpuPercent, ' %');
    row('… processor of the screen', (name) => watch[name]?.screenCpuPercent, ' %');
    row('… memory of each', (name) => watch[name]?.kibEach, ' KiB');
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  for (const cells of rows)
    console.log(
      cells
        .map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  '),
    );
  console.log(`load of the machine meanwhile: ${load.average} on ${load.cores} cores`);
}
