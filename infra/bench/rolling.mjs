// Two API processes behind nginx, one restarted after the other by SIGTERM, while people work: how many requests fail, for how long
// a console is away, how long each process takes to end, and whether a job under way is done. Needs a built API and nginx.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../..');
/** How the product's nginx asks the API. */
const PORTAL_NGINX = join(ROOT, 'infra/docker/portal');
/** The close code with which the gateway says so. */
const RESTARTING = 1012;
const GOAL = { failed: 0, consoleAwayMs: 3_000, exitMs: 10_000 };
const PASSWORD = randomUUID();
const PATIENCE_MS = 90_000;
const READERS = 4;
/** Each with an account of its own, so that nobody makes more changes than one may. */
const WRITERS = 20;
const BETWEEN_CHANGES_MS = 100;
/** As long as the portal waits at most before it opens a console again: one that was closed by a restart, and after another failure. */
const AFTER_RESTART_MS = 750;
const BETWEEN_TRIES_MS = 1_500;
const NEW_VM = {
  ...{ templateId: 'debian-server', username: 'eleve' },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};

const folder = await mkdtemp(join(tmpdir(), 'vmm-rolling-'));
const running = new Set();
let isOver = false;

try {
  const front = await freePort();
  // Sockets, as in the site: a process that stops takes the name of its socket away before anything else.
  const backs = ['one.sock', 'two.sock'].map((name) => join(folder, name));
  const apis = [await startApi(backs[0])];
  apis.push(await startApi(backs[1]));
  const nginx = await startNginx(front, backs);
  const url = `http://127.0.0.1:${front}`;
  const ask = await signIn(url, 'admin');
  const writers = [];
  for (let number = 1; number <= WRITERS; number++)
    writers.push(await newStudent(ask, url, `eleve${number}`));
  const vm = await ready(ask, await made(ask, 'console'));

  const requests = { reads: 0, changes: 0, failed: [] };
  const work = [
    ...Array.from({ length: READERS }, () => read(ask, requests)),
    ...writers.map((student) => write(student, requests)),
    look(ask, vm),
  ];
  await pause(3_000);
  const exits = [];
  for (const index of [0, 1]) {
    const job = await made(ask, `made-${index}`);
    const began = performance.now();
    apis[index].kill('SIGTERM');
    await apis[index].ended;
    exits.push(Math.round(performance.now() - began));
    apis[index] = await startApi(backs[index]);
    await ready(ask, job);
    await pause(2_000);
  }
  isOver = true;
  const consoles = (await Promise.all(work)).at(-1);
  const result = {
    requests: { ...requests, failed: requests.failed.length, examples: requests.failed.slice(0, 5) },
    consoles,
    exitMs: exits,
    load: { average: Math.round(loadavg()[0] * 10) / 10, cores: availableParallelism() },
    goal: GOAL,
  };
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(join(ROOT, 'bench/rolling.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result, null, 2));
  const isMissed =
    requests.failed.length > GOAL.failed ||
    Math.max(0, ...consoles.awayMs) > GOAL.consoleAwayMs ||
    consoles.awayMs.length < 1 ||
    Math.max(...exits) > GOAL.exitMs;
  if (isMissed) process.exitCode = 1;
  nginx.kill('SIGTERM');
} finally {
  isOver = true;
  for (const child of running) child.kill('SIGTERM');
  await Promise.all([...running].map((child) => child.ended));
  await rm(folder, { recursive: true, force: true });
}

/** Lists, as an open page does. */
async function read(ask, requests) {
  while (!isOver) {
    requests.reads += 1;
    await attempt(requests, 'GET /api/vms', () => ask('/api/vms'));
  }
}

/** Something that changes: a proxy may not send it twice by itself. */
async function write(ask, requests) {
  while (!isOver) {
    const options = { method: 'PATCH', body: JSON.stringify({ language: 'fr' }) };
    requests.changes += 1;
    await attempt(requests, 'PATCH /api/auth/me', () => ask('/api/auth/me', options));
    await pause(BETWEEN_CHANGES_MS);
  }
}

async function attempt(requests, what, send) {
  try {
    const answer = await send();
    await answer.arrayBuffer();
    if (!answer.ok) requests.failed.push(`${what}: ${answer.status}`);
  } catch (error) {
    requests.failed.push(`${what}: ${error.cause?.code ?? error.message}`);
  }
}

/** One console, opened again as soon as it is closed; for how long it was away each time. */
async function look(ask, vm) {
  const awayMs = [];
  const codes = [];
  const refused = [];
  let lostAt;
  while (!isOver) {
    try {
      const socket = await openConsole(ask, vm);
      if (lostAt !== undefined) awayMs.push(Math.round(performance.now() - lostAt));
      lostAt = undefined;
      const closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
      const event = await Promise.race([closed, over()]);
      if (!event) {
        socket.close();
        break;
      }
      codes.push(event.code);
      lostAt = performance.now();
    } catch (why) {
      refused.push(why.code ?? why.message ?? why.type);
      lostAt ??= performance.now();
    }
    await pause(codes.at(-1) === RESTARTING && refused.length === 0 ? AFTER_RESTART_MS : BETWEEN_TRIES_MS);
  }
  return { awayMs, codes, refused };
}

async function over() {
  while (!isOver) await pause(50);
}

/** Resolves when the screen is there: both sides have greeted each other (RFB 3.8, no password). */
async function openConsole(ask, vm) {
  const answer = await ask(`/api/vms/${vm}/console`, { method: 'POST', body: '{"mode":"control"}' });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  const { url, protocols } = await answer.json();
  const socket = new WebSocket(url, protocols);
  socket.binaryType = 'arraybuffer';
  const answers = ['RFB 003.008\n', Uint8Array.of(1), Uint8Array.of(1)];
  await new Promise((resolve, reject) => {
    socket.addEventListener('close', reject, { once: true });
    socket.addEventListener('error', reject, { once: true });
    socket.addEventListener('message', () => {
      const next = answers.shift();
      if (next === undefined) resolve();
      else socket.send(typeof next === 'string' ? new TextEncoder().encode(next) : next);
    });
  });
  return socket;
}

async function made(ask, name) {
  const answer = await ask('/api/vms', { method: 'POST', body: JSON.stringify({ name, ...NEW_VM }) });
  if (answer.status !== 202) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).id;
}

async function ready(ask, id) {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask(`/api/vms/${id}`);
    const { state, job } = await answer.json();
    if (state === 'running' && job?.state === 'succeeded') return id;
    if (state === 'failed' || performance.now() > giveUpAt) throw new Error(`${id} is ${state}`);
    await pause(100);
  }
}

/** How this person asks. */
async function signIn(url, username) {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`Sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie()[0].split(';')[0];
  return (path, options = {}) =>
    fetch(url + path, { ...options, headers: { cookie, 'content-type': 'application/json' } });
}

async function newStudent(ask, url, username) {
  const account = { username, displayName: username, role: 'student', password: PASSWORD };
  const answer = await ask('/api/users', { method: 'POST', body: JSON.stringify(account) });
  if (!answer.ok) throw new Error(`${username}: ${answer.status} ${await answer.text()}`);
  return signIn(url, username);
}

function start(program, args, options) {
  const child = spawn(program, args, { cwd: folder, ...options });
  child.ended = once(child, 'close').then(() => running.delete(child));
  running.add(child);
  return child;
}

async function startApi(socket) {
  const child = start(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
    env: {
      PATH: process.env.PATH,
      HOST: socket,
      VMM_ADAPTERS: 'fake',
      VMM_DATA_DIR: join(folder, 'data'),
      STUDENT_VMS_DIR: join(folder, 'student_vms'),
      VMM_DEMO_PASSWORD: PASSWORD,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!said.includes('VM Manager is ready')) {
    if (child.exitCode !== null || performance.now() > giveUpAt)
      throw new Error(`The API does not start:\n${said}`);
    await pause(50);
  }
  return child;
}

async function startNginx(front, backs) {
  const configuration = `
    daemon off;
    ${process.getuid() === 0 ? 'user root;' : ''}
    pid ${folder}/nginx.pid;
    error_log stderr emerg;
    events {}
    http {
      access_log off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
      map '' $own_scheme { default http; }
      include ${PORTAL_NGINX}/rules.conf;
      upstream vm-manager-api { ${backs.map((socket) => `server unix:${socket} max_fails=0;`).join(' ')} }
      server {
        listen 127.0.0.1:${front};
        location / { include ${PORTAL_NGINX}/api.conf; }
      }
    }`;
  await copyFile(join(PORTAL_NGINX, 'security-headers.conf'), join(folder, 'security-headers.conf'));
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration);
  const nginx = start('nginx', ['-p', folder, '-c', file, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${front}/api/health/live`).catch(() => null);
    if (answer?.ok) return nginx;
    if (nginx.exitCode !== null || performance.now() > giveUpAt) throw new Error('nginx does not start');
    await pause(50);
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
