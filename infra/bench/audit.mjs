// How long the audit log takes to answer with a million lines, for each of its filters, and 100,000 lines as a file.
// Needs a built API; nothing else: its database is embedded, its machines are pretended.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const ROOT = resolve(import.meta.dirname, '../..');
const LINES = 1_000_000;
const PEOPLE = 2_000;
const REQUESTS = 15;
const GOAL_P95_MS = 200;
const PASSWORD = randomUUID();
const PATIENCE_MS = 120_000;
const DAY_MS = 24 * 3600_000;

const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const dataDir = join(folder, 'data');
let api;

try {
  api = await startApi();
  const { seconds: fillSeconds, rareId } = await fill();
  const cookie = await signIn();
  const filters = {};
  for (const [name, query] of Object.entries(queriesFor(rareId)))
    filters[name] = await measure(cookie, query);
  const csv = await measureCsv(cookie);
  const slowest = Math.max(...Object.values(filters).map(({ p95Ms }) => p95Ms));
  const load = { average: round(loadavg()[0]), cores: availableParallelism() };
  const result = { lines: LINES, fillSeconds, filters, csv, load, goal: { p95Ms: GOAL_P95_MS } };
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(join(ROOT, 'bench/audit.json'), `${JSON.stringify(result, null, 2)}\n`);
  report(result);
  if (slowest >= GOAL_P95_MS) process.exitCode = 1;
} finally {
  if (api) await stopApi();
  await rm(folder, { recursive: true });
}

async function startApi() {
  const child = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      VMM_ADAPTERS: 'fake',
      VMM_DATA_DIR: dataDir,
      STUDENT_VMS_DIR: join(folder, 'student_vms'),
      VMM_DEMO_PASSWORD: PASSWORD,
      VMM_AUDIT_DAYS: '400',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = { child, url: '', output: '', ended: new Promise((end) => child.once('close', end)) };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (started.output += text));
  for (const giveUpAt = Date.now() + PATIENCE_MS; started.url === ''; await pause(50)) {
    if (child.exitCode !== null || Date.now() > giveUpAt)
      throw new Error(`The API does not start:\n${started.output}`);
    started.url = /VM Manager is ready: (\S+)/.exec(started.output)?.[1] ?? '';
  }
  return started;
}

async function stopApi() {
  api.child.kill('SIGINT');
  await api.ended;
}

/** The same for the same text, in the form that a random one has. */
function uuid(text) {
  return `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;
}

/** A year of a school: most lines are sign-ins, starts and consoles; some people are busy, some things are rare. */
async function fill() {
  const lines = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  const client = new pg.Client({
    host: lines[4].trim(),
    port: Number(lines[3]),
    user: 'postgres',
    database: 'postgres',
  });
  await client.connect();
  try {
    const begun = performance.now();
    const rareId = randomUUID();
    await client.query(
      `INSERT INTO users (id, username, display_name, role, source)
       SELECT ${uuid("'p' || n")}, 'eleve-' || n, 'Élève ' || n, 'student', 'local' FROM generate_series(1, $1) n`,
      [PEOPLE],
    );
    await client.query(
      `INSERT INTO audit_log (at, actor_id, actor_name, owner_id, owner_name, action, object_id, object_name, address,
                              outcome, details)
       SELECT now() - ($1::int - n) * interval '31 seconds',
              ${uuid("'p' || who")}, 'eleve-' || who,
              CASE WHEN n % 20 = 0 THEN ${uuid("'p' || (who * 7) % $2")} END,
              CASE WHEN n % 20 = 0 THEN 'eleve-' || (who * 7) % $2 END,
              (ARRAY['session.sign-in', 'session.sign-out', 'vm.start', 'vm.shutdown', 'console.open', 'console.close',
                     'vm.create', 'vm.delete', 'audit.read'])[1 + n % 9],
              CASE WHEN n = 5000 THEN $3 ELSE md5('vm' || n % 6000) END,
              CASE WHEN n = 5000 THEN 'Rarissime' ELSE 'machine-' || n % 6000 END,
              '10.0.' || n % 200 || '.' || who % 250,
              CASE WHEN n % 5000 = 0 THEN 'failed' WHEN n % 400 = 0 THEN 'refused' ELSE 'done' END,
              '{"jobId": "00000000-0000-4000-8000-000000000000"}'
         FROM generate_series(1, $1::int) n,
              LATERAL (SELECT 1 + floor(power(abs(hashint4(n)) / 2147483648.0, 3) * $2)::int AS who) people`,
      [LINES, PEOPLE, rareId],
    );
    await client.query('ANALYZE');
    return { seconds: round((performance.now() - begun) / 1000), rareId };
  } finally {
    await client.end();
  }
}

function queriesFor(rareId) {
  const daysAgo = (days) => encodeURIComponent(new Date(Date.now() - days * DAY_MS).toISOString());
  return {
    'no filter': '',
    'a busy person': 'person=eleve-1',
    'a quiet person': 'person=eleve-1999',
    'a person who is unknown': 'person=personne',
    'a usual action': 'action=vm.start',
    'an action that never was': 'action=quota.fix',
    'a kind': 'kind=console',
    failures: 'outcome=failed',
    'an object by id': `object=${rareId}`,
    'an object by the beginning of its name': 'object=rarissi',
    'a day half a year ago': `from=${daysAgo(180)}&to=${daysAgo(179)}`,
    'all before half a year ago': `to=${daysAgo(180)}`,
    'a quiet person’s failures': 'person=eleve-1999&outcome=failed',
    'a busy person’s deletions in one week': `person=eleve-1&action=vm.delete&from=${daysAgo(90)}&to=${daysAgo(83)}`,
    'the page after line 900,000': 'before=100000',
  };
}

async function signIn() {
  const answer = await fetch(`${api.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`admin is refused: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie()[0].split(';')[0];
}

async function measure(cookie, query) {
  const times = [];
  let lines = 0;
  for (let index = 0; index < REQUESTS; index += 1) {
    const begun = performance.now();
    const answer = await fetch(`${api.url}/api/audit?${query}`, { headers: { cookie } });
    const text = await answer.text();
    times.push(performance.now() - begun);
    if (!answer.ok) throw new Error(`${query}: ${answer.status} ${text}`);
    lines = JSON.parse(text).length;
  }
  const [first] = times;
  times.sort((a, b) => a - b);
  const percentile = (share) => round(times[Math.ceil(share * times.length) - 1]);
  return { lines, firstMs: round(first), p50Ms: percentile(0.5), p95Ms: percentile(0.95) };
}

/** The whole answer is read as it comes and thrown away; the API's memory is looked at meanwhile. */
async function measureCsv(cookie) {
  const from = encodeURIComponent(new Date(Date.now() - 36 * DAY_MS).toISOString());
  const before = await memoryMiB();
  const begun = performance.now();
  const answer = await fetch(`${api.url}/api/audit.csv?from=${from}`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`csv: ${answer.status} ${await answer.text()}`);
  let lines = -1;
  let bytes = 0;
  let highest = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.length;
    lines += chunk.filter((byte) => byte === 10).length;
    highest = Math.max(highest, await memoryMiB());
  }
  const seconds = round((performance.now() - begun) / 1000);
  return { lines, MiB: round(bytes / 2 ** 20), seconds, memoryGrowthMiB: round(highest - before) };
}

async function memoryMiB() {
  const status = await readFile(`/proc/${api.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function report({ filters, csv, load, fillSeconds }) {
  const rows = Object.entries(filters).map(([name, { lines, firstMs, p50Ms, p95Ms }]) => [
    name,
    `first ${firstMs} ms, p50 ${p50Ms} ms, p95 ${p95Ms} ms, ${lines} lines`,
  ]);
  rows.push(
    ['goal for each p95', `under ${GOAL_P95_MS} ms`],
    [`${csv.lines} lines as CSV`, `${csv.seconds} s, ${csv.MiB} MiB, memory +${csv.memoryGrowthMiB} MiB`],
    [`${LINES} lines written`, `${fillSeconds} s`],
    ['load of the machine meanwhile', `${load.average} on ${load.cores} cores`],
  );
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
}
