// What sixty pictures of screens cost while a teacher has them all on one page: bytes on the wire and processor time. Needs a built
// product and Chromium. Machines are pretended, so that the API draws their screens, too: that is measured by itself and taken off.
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Viewer } from './console/viewer.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PASSWORD = randomUUID();
const OWNERS = ['alice', 'bob'];
const VMS = 60;
/** How often pictures are taken (screen-pictures/seen-screen.ts). */
const ROUNDS = 5;
const ROUND_MS = 8_000;
const PATIENCE_MS = 120_000;
const PLENTY = {
  ...{ vms: VMS, vcpus: VMS, memoryMiB: 1_000_000, diskGiB: 10_000 },
  ...{ runningVcpus: VMS, runningMemoryMiB: 1_000_000 },
};
const GOAL = { megabitsPerSecond: 1.5, cpuPercent: 15 };
/** How much of the class types something in each round. */
const PARTS = { 'nothing moves': 0, 'a third moves': 1 / 3, 'everything moves': 1 };

const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const api = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
  cwd: folder,
  env: {
    ...{ PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn' },
    ...{ VMM_ADAPTERS: 'fake', VMM_DATA_DIR: join(folder, 'data'), VMM_DEMO_PASSWORD: PASSWORD },
    STUDENT_VMS_DIR: join(folder, 'student_vms'),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(api, 'close');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
const line = { bytes: 0 };
const consoles = [];
try {
  const url = await address();
  const [admin, prof, ...owners] = await Promise.all(
    ['admin', 'prof', ...OWNERS].map((name) => signIn(url, name)),
  );
  for (const { id } of owners) await admin.ask('PUT', `/users/${id}/quota`, PLENTY);
  await writeFile(join(folder, 'data/fake-host/boot-ms'), '100');
  for (let at = 0; at < VMS; at++) await addMachine(owners[at % owners.length], at);
  await until('all machines run', async () => {
    const vms = await prof.ask('GET', '/vms?state=running');
    return vms.length === VMS && vms.every(({ job }) => !['queued', 'running'].includes(job?.state));
  });
  const vms = await prof.ask('GET', '/vms');
  for (const { id, owner } of vms)
    consoles.push(
      await openConsole(
        owners.find((one) => one.id === owner.id),
        id,
      ),
    );

  const drawingMs = await drawOnce();
  const found = { 'nobody looks': await measure(0) };
  const page = await openPage(url, prof);
  for (const [name, share] of Object.entries(PARTS)) found[name] = await measure(share);
  await page.close();
  const load = { average: round(loadavg()[0]), cores: availableParallelism() };
  console.table(found);
  console.log(`drawing one of them, which a hypervisor does otherwise: ${round(drawingMs)} ms`, load);
  const result = { vms: VMS, found, drawingMs: round(drawingMs), load, goal: GOAL };
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(join(ROOT, 'bench/pictures.json'), `${JSON.stringify(result, null, 2)}\n`);
  const worst = Object.values(found).at(-1);
  if (worst.megabitsPerSecond >= GOAL.megabitsPerSecond || worst.cpuPercent >= GOAL.cpuPercent)
    process.exitCode = 1;

  /** `share` of the machines show something else in each round. */
  async function measure(share) {
    const typing = consoles.slice(0, Math.round(VMS * share));
    const counts = async () => ({
      bytes: line.bytes,
      api: await cpuMs([api.pid]),
      database: await cpuMs(await databaseProcesses()),
    });
    const before = await counts();
    for (let number = 0; number < ROUNDS; number++) {
      for (const viewer of typing) viewer.press('a'.charCodeAt(0) + (number % 26));
      await pause(ROUND_MS);
    }
    const after = await counts();
    const percent = (ms) => round((ms * 100) / (ROUNDS * ROUND_MS));
    const withDrawing = used(before.api, after.api);
    return {
      megabitsPerSecond: round(((after.bytes - before.bytes) * 8) / (ROUNDS * ROUND_MS) / 1000, 100),
      cpuPercent: percent(withDrawing - typing.length * ROUNDS * drawingMs),
      withDrawingPercent: percent(withDrawing),
      databasePercent: percent(used(before.database, after.database)),
    };
  }
} finally {
  for (const viewer of consoles) viewer.close();
  await browser.close();
  api.kill('SIGINT');
  await ended;
  await rm(folder, { recursive: true });
}

async function address() {
  for await (const text of createInterface({ input: api.stdout })) {
    const [, url] = /VM Manager is ready: (\S+)/.exec(text) ?? [];
    if (!url) continue;
    api.stdout.resume();
    return url;
  }
  throw new Error('The API ended before it was ready.');
}

async function signIn(url, username) {
  let cookie = '';
  const ask = async (method, path, body) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${username}: ${method} ${path}: ${answer.status} ${text}`);
    cookie ||= answer.headers.getSetCookie()[0].split(';')[0];
    return text && JSON.parse(text);
  };
  const { id } = await ask('POST', '/auth/login', { username, password: PASSWORD });
  return { id, ask, cookie };
}

function addMachine(owner, number) {
  return owner.ask('POST', '/vms', {
    ...{ name: `poste${number}`, templateId: 'debian-server', username: 'eleve', memoryMiB: 512, vcpus: 1 },
    ...{ diskGiB: 10, password: PASSWORD, rootPassword: PASSWORD },
  });
}

async function openConsole(owner, vmId) {
  const viewer = await Viewer.open(await owner.ask('POST', `/vms/${vmId}/console`, { mode: 'control' }));
  await viewer.shakeHands();
  return viewer;
}

/** The class's page with all of its screens in sight, over a line that counts. */
async function openPage(url, { cookie, ask }) {
  const counted = await countedLine(new URL(url));
  const [{ id }] = await ask('GET', '/groups');
  const page = await browser.newPage({
    ...{ locale: 'fr-FR', viewport: { width: 1920, height: 1600 } },
    extraHTTPHeaders: { cookie },
  });
  await page.goto(`${counted}/classes/${id}?vue=ecrans`);
  const pictures = page.locator('vmm-screen-picture img');
  await until('all screens are shown', async () => (await pictures.count()) === VMS);
  return page;
}

async function countedLine({ hostname, port }) {
  const count = ({ length }) => (line.bytes += length);
  const server = createServer((client) => {
    const there = connect(port, hostname);
    for (const [from, to] of [
      [client, there],
      [there, client],
    ]) {
      from.on('data', count).on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

/** What it takes to draw a pretended screen and to make a PNG of it. */
async function drawOnce() {
  const { FakeScreen } = await import(
    join(ROOT, 'apps/api/dist/machines/console-gateway/fake/fake-screen.js')
  );
  const screen = await FakeScreen.open();
  const draw = (times) => {
    for (let number = 0; number < times; number++) {
      screen.happened({ kind: 'key', keysym: 'a'.charCodeAt(0) + (number % 26), down: true });
      screen.asPng();
    }
  };
  draw(20);
  const before = process.cpuUsage();
  draw(100);
  const { user, system } = process.cpuUsage(before);
  await screen.close();
  return (user + system) / 1000 / 100;
}

async function databaseProcesses() {
  const [postmaster] = (await readFile(join(folder, 'data/postgres/postmaster.pid'), 'utf8')).split('\n');
  const entries = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const parents = await Promise.all(
    entries.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    }),
  );
  return [postmaster, ...entries.filter((_, at) => parents[at] === postmaster)];
}

/** Processor time of each so far. */
async function cpuMs(pids) {
  const times = pids.map(async (pid) => {
    const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
    const texts = threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0'),
    );
    const ms = (await Promise.all(texts)).reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0);
    return [pid, ms];
  });
  return new Map(await Promise.all(times));
}

/** Of those that are still there; the database has some that come and go. */
function used(before, after) {
  return [...after].reduce((sum, [pid, ms]) => sum + Math.max(0, ms - (before.get(pid) ?? 0)), 0);
}

async function until(what, isSo) {
  for (const giveUpAt = Date.now() + PATIENCE_MS; !(await isSo()); await pause(200))
    if (Date.now() > giveUpAt) throw new Error(`Not within ${PATIENCE_MS} ms: ${what}`);
}

function round(value, per = 10) {
  return Math.round(value * per) / per;
}
