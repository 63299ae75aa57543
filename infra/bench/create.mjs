// `npm run bench -- create [rounds]`: from the click to SSH in the new machine, against a bare `vagrant up` of the same
// box with the same Vagrantfile, one after the other in the same run. Both start from a box that is in the pool already.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { API, NODE, ROOT } from '../commands/places.mjs';
import { bootParts } from './boot-parts.mjs';
import { median } from './median.mjs';

const execute = promisify(execFile);
const rounds = Number(process.argv[2] ?? 3);
const PASSWORD = 'bench-bench-bench';
const port = 20_000 + (process.pid % 20_000);
const url = `http://127.0.0.1:${port}`;

/** What Vagrant says once it has been let in over SSH: the same moment for both. */
const LET_IN = 'Machine booted and ready!';

const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const dataDir = join(folder, 'data');
await mkdir(dataDir, { recursive: true });
await cp(join(ROOT, 'var/boxes'), join(dataDir, 'boxes'), { recursive: true });

const api = spawn(NODE, ['--enable-source-maps', API], {
  cwd: folder,
  env: {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(port),
    VMM_NETWORK_MODE: 'none',
    VMM_BIN_DAYS: '0',
    VMM_DATA_DIR: dataDir,
    STUDENT_VMS_DIR: join(folder, 'student_vms'),
    VMM_DEMO_PASSWORD: PASSWORD,
    LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let cookie = '';
/** By which the box's image is found in the pool, to be taken away in the end. */
let boxPrefix = '';

try {
  await until(async () => (await fetch(`${url}/api/health/live`)).ok);
  const answer = await ask('POST', '/auth/login', { username: 'alice', password: PASSWORD });
  cookie = answer.headers.getSetCookie()[0].split(';')[0];

  // The first creation puts the box into the pool and stays as the pattern for the bare ones.
  const pattern = await throughPortal('pattern');
  const rows = [];
  const parts = [];
  for (let round = 1; round <= rounds; round += 1) {
    const portal = await throughPortal(`portal-${round}`);
    await remove(portal.id);
    const bare = await bareUp(pattern.folder);
    rows.push({
      round,
      portalToSsh: portal.seconds,
      portalToAccount: portal.accountSeconds,
      bareVagrantUp: bare.seconds,
      ratio: portal.seconds / bare.seconds,
    });
    parts.push({ of: 'portal', ...portal.parts }, { of: 'bare', ...bare.parts });
    console.table(rows);
    console.table(parts);
  }
  await remove(pattern.id);
  // Of each pair, as the two were measured next to each other: what else the machine does changes from round to round.
  const ratio = median(rows.map((row) => row.ratio));
  const portalToSsh = median(rows.map((row) => row.portalToSsh));
  const bareVagrantUp = median(rows.map((row) => row.bareVagrantUp));
  console.log(
    `From the click to SSH: ${portalToSsh.toFixed(1)} s, a bare vagrant up ${bareVagrantUp.toFixed(1)} s (medians of ${rounds}); ` +
      `${ratio.toFixed(2)} times (median of the pairs; goal <= 0.8).`,
  );
  const partsOf = {};
  for (const of of ['portal', 'bare']) {
    const those = parts.filter((part) => part.of === of);
    const names = Object.keys(those[0]).filter((name) => name !== 'of');
    partsOf[of] = Object.fromEntries(names.map((name) => [name, median(those.map((part) => part[name]))]));
  }
  console.log('What it is made of, in seconds (medians):');
  console.table(partsOf);
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(
    join(ROOT, 'bench/create.json'),
    JSON.stringify({ rows, portalToSsh, bareVagrantUp, ratio, parts: partsOf }, null, 2),
  );
} finally {
  api.kill('SIGINT');
  await once(api, 'exit');
  await rm(folder, { recursive: true, force: true });
  const { stdout } = await virsh('vol-list', '--pool', 'default');
  const image = stdout.split('\n').map((line) => line.trim().split(/\s+/)[0]);
  for (const name of image.filter((candidate) => boxPrefix && candidate.startsWith(boxPrefix)))
    await virsh('vol-delete', '--pool', 'default', name);
}

/** Seconds from the request until SSH lets in, and until the student's account is there. */
async function throughPortal(name) {
  const orderedAt = Date.now();
  const since = () => (Date.now() - orderedAt) / 1000;
  const request = {
    name,
    templateId: 'debian-server',
    username: 'eleve',
    password: PASSWORD,
    rootPassword: PASSWORD,
  };
  const letIn = heard(LET_IN);
  const { id } = await (await ask('POST', '/vms', { ...request, vcpus: 1, memoryMiB: 512 })).json();
  await letIn;
  const letInAt = Date.now();
  await until(async () => (await (await ask('GET', `/vms/${id}`)).json()).state === 'running');
  const accountSeconds = since();
  return {
    id,
    folder: join(folder, 'student_vms/alice', `${name}-${id.slice(0, 8)}`),
    seconds: (letInAt - orderedAt) / 1000,
    accountSeconds,
    parts: await bootParts(`vmm-${id}`, { orderedAt, letInAt }),
  };
}

/** Resolves when the event stream has carried the text: asking again and again would cost the guest its processor. */
async function heard(text) {
  const leaving = new AbortController();
  const { body } = await fetch(`${url}/api/events`, { headers: { cookie }, signal: leaving.signal });
  let received = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    received += piece;
    if (received.includes(text)) break;
  }
  leaving.abort();
}

/** `vagrant up` by hand, in a copy of a machine's folder with an identity of its own. */
async function bareUp(pattern) {
  const bare = join(folder, 'bare');
  await rm(bare, { recursive: true, force: true });
  await mkdir(bare);
  for (const name of (await readdir(pattern)).filter((entry) => entry !== '.vagrant'))
    await cp(join(pattern, name), join(bare, name));
  const vm = JSON.parse(await readFile(join(bare, 'vm.json'), 'utf8'));
  boxPrefix = vm.box.name.replaceAll('/', '-VAGRANTSLASH-');
  vm.id = randomUUID();
  vm.name = 'bare';
  await writeFile(join(bare, 'vm.json'), JSON.stringify(vm));
  const env = { ...process.env, VAGRANT_HOME: join(dataDir, 'vagrant'), VAGRANT_CHECKPOINT_DISABLE: '1' };
  const orderedAt = Date.now();
  const up = spawn('vagrant', ['up', '--provider', 'libvirt', '--no-provision'], { cwd: bare, env });
  let letInAt;
  up.stdout.on('data', (text) => {
    if (String(text).includes(LET_IN)) letInAt ??= Date.now();
  });
  await once(up, 'exit');
  const parts = await bootParts(`vmm-${vm.id}`, { orderedAt, letInAt });
  await execute('vagrant', ['destroy', '--force'], { cwd: bare, env });
  return { seconds: (letInAt - orderedAt) / 1000, parts };
}

async function remove(id) {
  await ask('DELETE', `/vms/${id}`);
  await until(async () => (await ask('GET', `/vms/${id}`)).status === 404);
}

function ask(method, path, body) {
  const headers = { cookie, 'content-type': 'application/json' };
  return fetch(`${url}/api${path}`, { method, headers, body: body && JSON.stringify(body) });
}

async function until(condition, withinMs = 300_000) {
  for (const giveUpAt = Date.now() + withinMs; ;) {
    if (await condition().catch(() => false)) return;
    if (Date.now() > giveUpAt) throw new Error('Waited in vain.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function virsh(...args) {
  return execute('virsh', ['--quiet', '--connect', 'qemu:///system', ...args]);
}
