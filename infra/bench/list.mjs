// How long the list of all VMs takes with 1,000 of them, against one `virsh` process per VM as the prototype had it.
// Needs a built API, libvirtd and virsh; touches no real machine: libvirt's test driver pretends the domains.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const ROOT = resolve(import.meta.dirname, '../..');
const VMS = 1_000;
const WARM_UP = 40;
const REQUESTS = 200;
const VIRSH_CALLS = 100;
const PAGE = '/api/vms?limit=100';
const GOAL = { p95Ms: 50, timesFaster: 100, pageP95Ms: 12, pageBytesCompressed: 60_000 };
const PASSWORD = randomUUID();
const PATIENCE_MS = 60_000;

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const dataDir = join(folder, 'data');
const domainFile = join(folder, 'domains.xml');
const running = new Set();

try {
  // Once without libvirt, for a database with an installation's id and accounts.
  const first = await startApi({ VMM_ADAPTERS: 'fake' });
  const ids = await fill();
  await stopApi(first);
  const api = await startApi({ VMM_ADAPTERS: 'real', LIBVIRT_URI: `test://${domainFile}` });
  const cookie = await signIn(api.url);
  await untilFollowed(api.url, cookie);
  const list = await measureList(api, cookie);
  const page = await measureList(api, cookie, PAGE);
  const virsh = await measureVirsh(ids);
  const result = {
    vms: VMS,
    ...list,
    page: { ...page, bytesCompressed: await bytesOf(api.url, cookie, PAGE) },
    virsh,
    // Others at work here lengthen the slow ones first: read p95 together with this.
    load: { average: round(loadavg()[0]), cores: availableParallelism() },
    timesFaster: round((virsh.msPerCall * VMS) / list.p50Ms),
    timesFasterThanBareProcesses: round((virsh.bareMsPerCall * VMS) / list.p50Ms),
    goal: GOAL,
  };
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(join(ROOT, 'bench/list.json'), `${JSON.stringify(result, null, 2)}\n`);
  report(result);
  const { p95Ms, bytesCompressed } = result.page;
  if (p95Ms >= GOAL.pageP95Ms || bytesCompressed >= GOAL.pageBytesCompressed) process.exitCode = 1;
  if (list.p95Ms >= GOAL.p95Ms || result.timesFaster < GOAL.timesFaster) process.exitCode = 1;
} finally {
  for (const api of running) await stopApi(api);
  await rm(folder, { recursive: true });
}

async function startApi(env) {
  const child = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      VMM_DATA_DIR: dataDir,
      STUDENT_VMS_DIR: join(folder, 'student_vms'),
      VMM_DEMO_PASSWORD: PASSWORD,
      VMM_ACCELERATION: 'tcg',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const api = { child, url: '', output: '', ended: new Promise((end) => child.once('close', end)) };
  running.add(api);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (api.output += text));
  await until('the API is ready', () => {
    if (child.exitCode !== null) throw new Error(`The API ended:\n${api.output}`);
    api.url = /VM Manager is ready: (\S+)/.exec(api.output)?.[1] ?? '';
    return api.url !== '';
  });
  return api;
}

async function stopApi(api) {
  api.child.kill('SIGINT');
  await api.ended;
  running.delete(api);
}

async function until(what, isSo) {
  for (const giveUpAt = Date.now() + PATIENCE_MS; !(await isSo()); await pause(50))
    if (Date.now() > giveUpAt) throw new Error(`Not within ${PATIENCE_MS} ms: ${what}`);
}

/** 1,000 machines of 40 students, each with the job that made it, in the records and in the test driver's file. */
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
    const { rows } = await client.query('SELECT id FROM installation');
    const installation = rows[0].id;
    const owners = Array.from({ length: 40 }, (_, index) => ({
      id: randomUUID(),
      username: `eleve-${index}`,
    }));
    const vms = Array.from({ length: VMS }, (_, index) => ({
      id: randomUUID(),
      job: randomUUID(),
      owner: owners[index % owners.length].id,
      name: `machine-${index}`,
    }));
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO users (id, username, display_name, role, source)
       SELECT id, username, 'Élève ' || username, 'student', 'local'
         FROM jsonb_to_recordset($1) AS o(id uuid, username text)`,
      [JSON.stringify(owners)],
    );
    await client.query(
      `INSERT INTO jobs (id, subject_kind, subject_id, owner_id, actor_id, kind, estimate_group, state, steps, progress,
                         estimated_seconds, input, created_at, started_at, finished_at)
       SELECT job, 'vm', id, owner, owner, 'create', 'debian-server', 'succeeded', $2, 100, 64, '{}', now(), now(), now()
         FROM jsonb_to_recordset($1) AS v(id uuid, job uuid, owner uuid)`,
      [JSON.stringify(vms), JSON.stringify(steps())],
    );
    // "stopped", so that it shows when the records have been brought in line with libvirt.
    await client.query(
      `INSERT INTO vms (id, owner_id, name, name_key, template_id, state, vcpus, memory_mib, disk_gib, username,
                        ip_address, host, folder, job_id, created_at)
       SELECT id, owner, name, name, 'debian-server', 'stopped', 2, 2048, 20, 'eleve', '10.213.0.10', 'banc',
              'eleve/' || name, job, now()
         FROM jsonb_to_recordset($1) AS v(id uuid, job uuid, owner uuid, name text)`,
      [JSON.stringify(vms)],
    );
    await client.query('COMMIT');
    await writeFile(domainFile, testDriverFile(installation, vms));
    return vms.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

function steps() {
  const names = ['prepare-network', 'prepare-folder', 'import-box', 'make-machine', 'wait-for-guest'];
  return [...names, 'create-account', 'finish'].map((name) => ({ name, state: 'done' }));
}

function testDriverFile(installation, vms) {
  const domains = vms.map(({ id, owner }) => {
    const description = JSON.stringify({ vmManager: { vm: id, owner, installation } });
    return `<domain type='test'><name>vmm-${id}</name><uuid>${id}</uuid><description>${description}</description>
      <memory unit='MiB'>2048</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`;
  });
  return `<node>${domains.join('\n')}
    <pool type='dir'><name>default</name><target><path>/vmm-bench</path></target></pool></node>\n`;
}

async function signIn(url) {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`admin is refused: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie()[0].split(';')[0];
}

async function ask(url, cookie, path = '/api/vms') {
  const answer = await fetch(`${url}${path}`, { headers: { cookie } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return text;
}

/** What goes over the wire to a browser that takes gzip: `fetch` would unpack it. */
function bytesOf(url, cookie, path) {
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'accept-encoding': 'gzip' };
    get(`${url}${path}`, { headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (part) => (bytes += part.length)).on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

/** Until every record says what libvirt says: what is measured afterwards is true, and not a cache of nothing. */
function untilFollowed(url, cookie) {
  return until('the API follows 1,000 domains', async () => {
    const vms = JSON.parse(await ask(url, cookie));
    return vms.length === VMS && vms.every(({ state }) => state === 'running');
  });
}

async function measureList({ url, child }, cookie, path = '/api/vms') {
  let bytes = 0;
  for (let index = 0; index < WARM_UP; index += 1) bytes = Buffer.byteLength(await ask(url, cookie, path));
  const cpuBefore = await cpuMs(child.pid);
  const times = [];
  for (let index = 0; index < REQUESTS; index += 1) {
    const begun = performance.now();
    await ask(url, cookie, path);
    times.push(performance.now() - begun);
  }
  const cpu = (await cpuMs(child.pid)) - cpuBefore;
  times.sort((a, b) => a - b);
  const percentile = (share) => round(times[Math.ceil(share * times.length) - 1]);
  return {
    requests: REQUESTS,
    bytes,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    maxMs: percentile(1),
    apiCpuMsPerRequest: round(cpu / REQUESTS),
  };
}

/** Processor time of a process so far; unlike time on the clock it does not depend on who else is busy here. */
async function cpuMs(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  const ticksPerSecond = 100;
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

/** The test driver reads the whole file for each process; `bare` is the same with its built-in single domain. */
async function measureVirsh(ids) {
  const perCall = async (uri, names) => {
    const begun = performance.now();
    for (const name of names) await run('virsh', ['-c', uri, 'domstate', name]);
    return round((performance.now() - begun) / names.length);
  };
  return {
    calls: VIRSH_CALLS,
    msPerCall: await perCall(`test://${domainFile}`, ids.slice(0, VIRSH_CALLS)),
    bareMsPerCall: await perCall('test:///default', Array(VIRSH_CALLS).fill('test')),
  };
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function report({ p50Ms, p95Ms, maxMs, apiCpuMsPerRequest, bytes, page, virsh, ...rest }) {
  const rows = [
    [`GET /api/vms, ${VMS} VMs, p50`, `${p50Ms} ms`],
    [`GET /api/vms, ${VMS} VMs, p95`, `${p95Ms} ms (goal: under ${GOAL.p95Ms})`],
    [`GET /api/vms, ${VMS} VMs, slowest of ${REQUESTS}`, `${maxMs} ms`],
    ["the API's processor time per request", `${apiCpuMsPerRequest} ms`],
    ['load of the machine meanwhile', `${rest.load.average} on ${rest.load.cores} cores`],
    ['size of the answer', `${round(bytes / 1024)} KiB`],
    [`GET ${PAGE}, ${VMS} VMs, p95`, `${page.p95Ms} ms (goal: under ${GOAL.pageP95Ms})`],
    ["the API's processor time per page", `${page.apiCpuMsPerRequest} ms`],
    [
      'size of a page, compressed',
      `${round(page.bytesCompressed / 1000)} kB (goal: under ${GOAL.pageBytesCompressed / 1000})`,
    ],
    [
      `virsh, one process per VM (${VIRSH_CALLS} measured, x ${VMS / VIRSH_CALLS})`,
      `${round((virsh.msPerCall * VMS) / 1000)} s`,
    ],
    ['the same with a driver of one domain', `${round((virsh.bareMsPerCall * VMS) / 1000)} s`],
    ['times faster', `${rest.timesFaster} (goal: ${GOAL.timesFaster})`],
    ['times faster than bare processes', `${rest.timesFasterThanBareProcesses}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
}
