// A scripted API for looking at the portal: `nx run portal:stub`, then `nx serve portal` or the built portal itself
// on the same port, under the content policy of production. STUB_PORT, STUB_DELAY_MS, STUB_FAKE=1.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { makeJob, makeVm, makeVms, people, templates, withState } from './stub-data.mjs';
import { identityRoutes } from './stub-identity.mjs';
import { noticeRoutes } from './stub-notices.mjs';
import { png } from './stub-picture.mjs';
import { quotaRoutes } from './stub-quotas.mjs';
import { requestRoutes } from './stub-requests.mjs';
import { serveScreens } from './stub-screen.mjs';

const PORT = Number(process.env.STUB_PORT ?? 3000);
const DELAY_MS = Number(process.env.STUB_DELAY_MS ?? 0);
const DIST = join(import.meta.dirname, '../dist');
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self' ws://127.0.0.1:*; worker-src 'self'; base-uri 'self'; form-action 'self'";

const DIRECTORY_DOWN = 'L’annuaire de l’établissement ne répond pas. Réessayez dans quelques minutes.';
const TOO_MANY = 'Trop d’essais.';
const vmsOf = new Map(people.map((person) => [person.user.username, makeVms(person)]));
const listeners = new Set();
let created = 5000;

const problem = (status, code, detail, errors) => ({
  status,
  body: { type: `/problems/${code}`, title: detail, status, detail, ...(errors && { errors }) },
});
const ok = (body, status = 200) => ({ status, body });
const push = (username, event, data) => {
  for (const listener of listeners)
    if (listener.username === username)
      listener.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
};

function replace(username, vm) {
  vmsOf.set(
    username,
    vmsOf.get(username).map((known) => (known.id === vm.id ? vm : known)),
  );
  push(username, 'vm', vm);
  return vm;
}

const NEXT = {
  start: ['starting', 'running', ['start-machine', 'wait-for-guest']],
  resume: ['starting', 'running', ['restore-memory']],
  shutdown: ['stopping', 'stopped', ['ask-guest', 'force']],
  suspend: ['stopping', 'suspended', ['save-memory']],
  reboot: ['stopping', 'running', ['ask-guest', 'start-machine']],
  'force-off': ['stopping', 'stopped', ['force']],
  reset: ['stopping', 'running', ['force']],
};

function act(username, vm, action) {
  const [during, after, steps] = NEXT[action];
  const job = makeJob(vm.id, action, 'running', { steps, minutes: 0 });
  setTimeout(() => {
    replace(username, {
      ...withState(vm, after, { ...job, state: 'succeeded', progress: 100 }),
      ipAddress: '192.168.121.9',
    });
  }, 4000);
  return ok(replace(username, withState(vm, during, job)), 202);
}

const routes = [
  ...identityRoutes({ ok, problem }),
  ...quotaRoutes({ ok, problem, vmsOf }),
  ...requestRoutes({ ok, problem, vmsOf, push }),
  ...noticeRoutes({ ok }),
  [
    'GET',
    /^\/platform$/,
    () => ok({ fake: process.env.STUB_FAKE === '1', emulated: true, version: '0.1.0' }),
  ],
  ['GET', /^\/auth\/me$/, ({ me }) => ok(me.user)],
  ['PATCH', /^\/auth\/me$/, ({ me, body }) => ok(Object.assign(me.user, body))],
  [
    'POST',
    /^\/auth\/password$/,
    ({ body }) =>
      body.currentPassword === 'faux'
        ? problem(400, 'wrong-password', 'Le mot de passe actuel n’est pas le bon.')
        : { status: 204 },
  ],
  ['GET', /^\/templates$/, () => ok(templates)],
  [
    'GET',
    /^\/vms$/,
    ({ me, url }) => {
      const owner = url.searchParams.get('owner');
      return ok(vmsOf.get(me.user.username).filter((vm) => !owner || vm.owner.id === owner));
    },
  ],
  [
    'POST',
    /^\/vms$/,
    ({ me, body }) => {
      const list = vmsOf.get(me.user.username);
      if (list.some((vm) => vm.name.toLowerCase() === body.name.toLowerCase())) {
        const detail = 'Vous avez déjà une machine de ce nom.';
        return problem(409, 'name-taken', detail, [{ pointer: '/name', detail }]);
      }
      if (body.name === 'quota')
        return problem(409, 'quota-exceeded', 'Le quota de mémoire est atteint : 8 Gio sur 8.');
      const vm = { ...makeVm(++created, me.user, 'creating', body.name), templateId: body.templateId };
      vmsOf.set(me.user.username, [vm, ...list]);
      push(me.user.username, 'vm', vm);
      return ok(vm, 202);
    },
  ],
  ['GET', /^\/vms\/([^/]+)$/, ({ vm }) => ok(vm)],
  [
    'PATCH',
    /^\/vms\/([^/]+)$/,
    ({ me, vm, body }) =>
      body.memoryMiB > 6144
        ? problem(
            409,
            'quota-exceeded',
            `Le quota de mémoire ne suffit pas : ${vm.memoryMiB / 1024} Gio utilisés, ${body.memoryMiB / 1024} Gio demandés.`,
          )
        : ok(replace(me.user.username, { ...vm, ...body }), 202),
  ],
  [
    'DELETE',
    /^\/vms\/([^/]+)$/,
    ({ me, vm }) => {
      setTimeout(() => {
        vmsOf.set(
          me.user.username,
          vmsOf.get(me.user.username).filter(({ id }) => id !== vm.id),
        );
        push(me.user.username, 'vm', { id: vm.id, gone: true });
      }, 3000);
      const job = makeJob(vm.id, 'delete', 'running', {
        steps: ['stop-work', 'remove-machine', 'forget'],
        minutes: 0,
      });
      return ok(replace(me.user.username, withState(vm, 'deleting', job)), 202);
    },
  ],
  [
    'GET',
    /^\/vms\/([^/]+)\/screenshot$/,
    ({ vm }) =>
      vm.state === 'running'
        ? { status: 200, png: png(Number(vm.id.slice(-4))) }
        : problem(409, 'screen-unavailable', 'Pas d’écran.'),
  ],
  [
    'GET',
    /^\/vms\/([^/]+)\/jobs$/,
    ({ vm }) =>
      ok(
        [...(vm.job ? [vm.job] : []), makeJob(vm.id, 'create', 'succeeded', { minutes: 3000 })].sort((a, b) =>
          b.createdAt.localeCompare(a.createdAt),
        ),
      ),
  ],
  ['POST', /^\/vms\/([^/]+)\/passwords$/, () => ok({}, 202)],
  [
    'POST',
    /^\/vms\/([^/]+)\/console$/,
    ({ request }) =>
      ok(
        {
          url: `ws://${request.headers.host}/api/console`,
          protocols: ['binary', 'ticket.stub'],
          expiresAt: new Date(Date.now() + 30_000).toISOString(),
        },
        201,
      ),
  ],
  [
    'POST',
    /^\/vms\/([^/]+)\/(?:retry|rebuild)$/,
    ({ me, vm }) => {
      const job = makeJob(vm.id, 'create', 'running', { at: 1, minutes: 0 });
      return ok(replace(me.user.username, { ...withState(vm, 'creating', job), problem: null }), 202);
    },
  ],
  ['POST', /^\/vms\/([^/]+)\/([a-z-]+)$/, ({ me, vm, match }) => act(me.user.username, vm, match[2])],
  [
    'GET',
    /^\/jobs\/([^/]+)\/log$/,
    () => ({
      status: 200,
      text:
        Array.from({ length: 30 }, (_, line) => `==> default: ligne ${line + 1} du journal de Vagrant`).join(
          '\n',
        ) + '\n',
    }),
  ],
  ['POST', /^\/jobs\/([^/]+)\/cancel$/, () => ({ status: 202, body: {} })],
];

function answer(request, url, body) {
  const path = url.pathname.slice('/api'.length);
  const username = /vmm=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
  const me = people.find((person) => person.user.username === username);
  if (path === '/auth/login') {
    if (body.username === 'annuaire') return problem(503, 'directory-unavailable', DIRECTORY_DOWN);
    if (body.username === 'trop')
      return { ...problem(429, 'too-many-attempts', TOO_MANY), headers: { 'retry-after': '75' } };
    const found = people.find((person) => person.user.username === body.username);
    if (!found || body.password === 'faux')
      return problem(401, 'wrong-credentials', 'Identifiant ou mot de passe incorrect.');
    return { ...ok(found.user), cookie: `vmm=${found.user.username}; Path=/; HttpOnly; SameSite=Strict` };
  }
  if (path === '/auth/logout') return { status: 204, cookie: 'vmm=; Path=/; Max-Age=0' };
  for (const [method, pattern, reply] of routes) {
    const match = pattern.exec(path);
    if (!match || method !== request.method) continue;
    if (!me && path !== '/platform') return problem(401, 'not-signed-in', 'Connectez-vous.');
    const vm = me && path.startsWith('/vms/') && vmsOf.get(username).find(({ id }) => id === match[1]);
    if (path.startsWith('/vms/') && !vm) return problem(404, 'not-found', 'Cette machine n’existe pas.');
    return reply({ me, url, body, vm, match, request });
  }
  return problem(404, 'not-found', 'Cette adresse n’existe pas.');
}

function stream(request, response) {
  const username = /vmm=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
  response.writeHead(username ? 200 : 401, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  });
  if (!username) return response.end();
  const listener = { username, response };
  listeners.add(listener);
  response.write(': open\n\n');
  request.on('close', () => listeners.delete(listener));
}

const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

function serveFile(url, response) {
  const wanted = join(DIST, normalize(url.pathname));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(DIST, 'index.html');
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
  });
  createReadStream(file).pipe(response);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, `http://${request.headers.host}`);
  if (!url.pathname.startsWith('/api/')) return serveFile(url, response);
  if (url.pathname === '/api/events') return stream(request, response);
  let text = '';
  for await (const part of request) text += part;
  await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
  const isJson = text !== '' && request.headers['content-type']?.startsWith('application/json');
  const {
    status,
    body,
    cookie,
    png: picture,
    text: plain,
    headers,
  } = answer(request, url, isJson ? JSON.parse(text) : text || undefined);
  const type = picture
    ? 'image/png'
    : plain
      ? 'text/plain; charset=utf-8'
      : status >= 400
        ? 'application/problem+json'
        : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers, ...(cookie && { 'set-cookie': cookie }) });
  response.end(picture ?? plain ?? (body === undefined ? undefined : JSON.stringify(body)));
});

serveScreens(server);
server.listen(PORT, '127.0.0.1', () => console.log(`The stub listens on http://127.0.0.1:${PORT}`));
