// `npm run bench -- restore-points [rounds]`: a restore point of an emulated 512 MiB guest, made and gone back to by the portal, against
// `virsh snapshot-create` and `virsh snapshot-revert` of the same domain, in turns in the same run.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { API, NODE, ROOT } from '../commands/places.mjs';
import { median } from './median.mjs';

const execute = promisify(execFile);
const rounds = Number(process.argv[2] ?? 3);
const PASSWORD = 'bench-bench-bench';
const port = 20_000 + (process.pid % 20_000);
const url = `http://127.0.0.1:${port}`;

const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const dataDir = join(folder, 'data');
await mkdir(dataDir, { recursive: true });
await cp(join(ROOT, 'var/boxes'), join(dataDir, 'boxes'), { recursive: true });
const api = spawn(NODE, ['--enable-source-maps', API], {
  cwd: folder,
  env: {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), LOG_LEVEL: 'warn' },
    ...{ VMM_NETWORK_MODE: 'none', VMM_DATA_DIR: dataDir, STUDENT_VMS_DIR: join(folder, 'student_vms') },
    VMM_BIN_DAYS: '0',
    VMM_DEMO_PASSWORD: PASSWORD,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let cookie = '';
let id = '';
const images = await volumes();

try {
  await until(async () => (await fetch(`${url}/api/health/live`)).ok);
  const answer = await ask('POST', '/auth/login', { username: 'alice', password: PASSWORD });
  cookie = answer.headers.getSetCookie()[0].split(';')[0];
  const passwords = { username: 'eleve', password: PASSWORD, rootPassword: PASSWORD };
  const size = { vcpus: 1, memoryMiB: 512, diskGiB: 10 };
  const vm = { name: 'bench', templateId: 'debian-server', ...passwords, ...size };
  ({ id } = await (await ask('POST', '/vms', vm)).json());
  await done();

  const rows = [];
  for (let round = 1; round <= rounds; round += 1) {
    // Who goes first changes with each round.
    const portal = round % 2 ? await throughPortal() : null;
    const bare = await throughVirsh();
    const { make, back } = portal ?? (await throughPortal());
    rows.push({
      ...{ round, make, bareMake: bare.make, makeRatio: make / bare.make },
      ...{ back, bareBack: bare.back, backRatio: back / bare.back },
    });
    console.table(rows);
  }
  const of = (column) => median(rows.map((row) => row[column]));
  console.log(
    `Made in ${of('make').toFixed(1)} s, ${of('makeRatio').toFixed(2)} times virsh snapshot-create; ` +
      `back in ${of('back').toFixed(1)} s, ${of('backRatio').toFixed(2)} times virsh snapshot-revert ` +
      `(medians of ${rounds} pairs; goals <= 1.2).`,
  );
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(join(ROOT, 'bench/restore-points.json'), JSON.stringify({ rows }, null, 2));
} finally {
  if (id) {
    await ask('DELETE', `/vms/${id}`);
    await until(async () => (await ask('GET', `/vms/${id}`)).status === 404);
  }
  api.kill('SIGINT');
  await once(api, 'exit');
  await rm(folder, { recursive: true, force: true });
  for (const name of (await volumes()).filter((one) => !images.includes(one)))
    await virsh('vol-delete', '--pool', 'default', name);
}

/** From the click to the end of the job. */
async function throughPortal() {
  const points = `/vms/${id}/restore-points`;
  const make = await timed(async () => {
    await ask('POST', points, { name: 'bench' });
    await done();
  });
  const point = (await (await ask('GET', points)).json()).at(-1);
  const back = await timed(async () => {
    await ask('POST', `${points}/${point.id}/revert`);
    await done();
  });
  await ask('DELETE', `${points}/${point.id}`);
  await done();
  return { make, back };
}

async function throughVirsh() {
  const domain = `vmm-${id}`;
  const make = await timed(() => virsh('snapshot-create-as', domain, 'bare'));
  const back = await timed(() => virsh('snapshot-revert', domain, 'bare'));
  await virsh('snapshot-delete', domain, 'bare');
  // The portal hears of the domain's stop and start; it is to rest before it is asked for more.
  await until(async () => (await state()) === 'running');
  return { make, back };
}

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

async function state() {
  return (await (await ask('GET', `/vms/${id}`)).json()).state;
}

/** The last job of the machine has succeeded. */
async function done() {
  let job;
  await until(async () => {
    ({ job } = await (await ask('GET', `/vms/${id}`)).json());
    return job.finishedAt !== null;
  }, 900_000);
  if (job.state !== 'succeeded') throw new Error(job.problem?.detail ?? job.state);
}

function ask(method, path, body) {
  const headers = { cookie, 'content-type': 'application/json' };
  return fetch(`${url}/api${path}`, { method, headers, body: body && JSON.stringify(body) });
}

async function until(condition, withinMs = 300_000) {
  for (const giveUpAt = Date.now() + withinMs; ;) {
    if (await condition().catch(() => false)) return;
    if (Date.now() > giveUpAt) throw new Error('Waited in vain.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function volumes() {
  const { stdout } = await virsh('vol-list', '--pool', 'default');
  return stdout.split('\n').map((line) => line.trim().split(/\s+/)[0]);
}

function virsh(...args) {
  return execute('virsh', ['--quiet', '--connect', 'qemu:///system', ...args]);
}
