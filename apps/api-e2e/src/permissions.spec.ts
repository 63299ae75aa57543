import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role, TokenScope, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import {
  AREA_ROUTES,
  OBJECT_ROUTES,
  PUBLIC_ROUTES,
  type Access,
  type Row,
} from './support/expected-permissions.js';
import { Installation } from './support/installation.js';
import { bodyFor, headersFor, publishedRoutes, type Route } from './support/routes.js';
import { seriesOf, thingsOf } from './support/things.js';
import { json, liftQuota, signIn, Visitor } from './support/visitor.js';

const ROLES: Role[] = ['student', 'teacher', 'admin'];
const WHOSE = ['own', 'own group', 'other'] as const;
type Whose = (typeof WHOSE)[number];
/** By what a route names the thing that is asked for. */
const OBJECT = /\{(id|vmId)\}/;

/** Who asks, and whose things they ask for. Dora is a student of a group that prof does not teach. */
const ASKING: Record<Role, string> = { student: 'alice', teacher: 'prof', admin: 'admin' };
const OWNER: Record<Role, Record<Whose, string>> = {
  student: { own: 'alice', 'own group': 'bob', other: 'dora' },
  teacher: { own: 'prof', 'own group': 'carl', other: 'dora' },
  admin: { own: 'admin', 'own group': 'bob', other: 'dora' },
};
const PEOPLE = ['alice', 'bob', 'carl', 'dora', 'prof', 'admin'];

let installation: Installation;
let api: ApiProcess;
let routes: Route[];
const vms: Record<string, Vm> = {};
const userIds: Record<string, string> = {};
const groups = { own: '', other: '' };

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start({ VMM_JOBS_PER_HOST: '10' });
  const ask = (text: string) => askDatabase<{ id: string }>(installation.dataDir, text);
  for (const name of ['carl', 'dora'])
    await ask(`INSERT INTO users (username, display_name, role, source, password_hash)
      SELECT '${name}', '${name}', role, source, password_hash FROM users WHERE username = 'alice'`);
  [groups.other] = (await ask(`INSERT INTO groups (name) VALUES ('autre') RETURNING id`)).map(
    ({ id }) => id,
  ) as [string];
  [groups.own] = (await ask(`SELECT id FROM groups WHERE name = 'demo'`)).map(({ id }) => id) as [string];
  await ask(`INSERT INTO group_members (group_id, user_id)
    SELECT g.id, u.id FROM groups g, users u WHERE (g.name, u.username) IN (('demo', 'carl'), ('autre', 'dora'))`);
  routes = await publishedRoutes(new Visitor(api.url));
  for (const name of PEOPLE) {
    const person = await signIn(api, name);
    userIds[name] = person.user!.id;
    if (name !== 'admin') await liftQuota(api, person);
    vms[name] = await person.created(`de-${name}`);
  }
});
afterAll(() => installation.dispose());

const named = ({ method, path }: Route) => `${method} ${path}`;
const isLast = ({ method }: Route) => method === 'DELETE';
const depth = ({ path }: Route) => path.split('/').length;
/** Who deletes comes last, and parts before the whole, so that the others find something. */
const inOrder = (all: Route[]) => [
  ...all.filter((each) => !isLast(each)),
  ...all.filter(isLast).sort((a, b) => depth(b) - depth(a)),
];

const signedIn = new Map<string, Visitor>();
/** Anew after what may have ended the session. */
async function someone(name: string): Promise<Visitor> {
  const known = signedIn.get(name);
  if (known && (await known.get('/api/auth/me')).status === 200) return known;
  const visitor = await signIn(api, name);
  signedIn.set(name, visitor);
  return visitor;
}

async function target({ path, method }: Route, owner: string, whose: Whose): Promise<string> {
  const area = path.split('/')[2] ?? '';
  if (area === 'vms') return vms[owner]!.id;
  if (area === 'jobs') return vms[owner]!.job!.id;
  if (area === 'users') return userIds[owner]!;
  const group = whose === 'other' ? groups.other : groups.own;
  if (area === 'series') return seriesOf(group, installation.dataDir);
  if (area !== 'groups') {
    const things: Record<string, string> = await thingsOf(await someone(owner), installation.dataDir);
    return things[area]!;
  }
  return method === 'DELETE' && !path.includes('{userId}') ? copyOf(group, whose) : group;
}

/** A group that may go, with the same teachers. */
async function copyOf(group: string, whose: Whose): Promise<string> {
  const [copy] = await askDatabase<{ id: string }>(
    installation.dataDir,
    `WITH copy AS (INSERT INTO groups (name) VALUES ($1) RETURNING id), members AS (
       INSERT INTO group_members SELECT copy.id, user_id, teaches, source FROM copy, group_members WHERE group_id = $2)
     SELECT id FROM copy`,
    [`copie ${whose} ${randomUUID()}`, group],
  );
  return copy!.id;
}

/** A restore point of the VM; of none when there is no such VM. One that is on its way out is waited for: it is locked. */
async function pointOf(vmId: string): Promise<string> {
  const [point] = await askDatabase<{ id: string }>(
    installation.dataDir,
    `INSERT INTO restore_points (id, vm_id, name, kind, is_made, with_memory, own_mib, size_mib, vcpus, memory_mib, disk_gib, created_at)
     SELECT gen_random_uuid(), id, 'un', 'own', true, false, 0, 0, vcpus, memory_mib, disk_gib, now() FROM vms WHERE id = $1 FOR KEY SHARE RETURNING id`,
    [vmId],
  );
  return point?.id ?? randomUUID();
}

/** `member`: of the group, where the route names one. */
async function accessOf(
  visitor: Visitor,
  route: Route,
  id = '',
  { member = '', headers = {} }: { member?: string; headers?: Record<string, string> } = {},
): Promise<Access> {
  const userId = userIds[id === groups.other ? 'dora' : member]!;
  const pointId = route.path.includes('{pointId}') ? await pointOf(id) : '';
  const path = route.path.replace(OBJECT, id).replace('{userId}', userId).replace('{pointId}', pointId);
  const stop = new AbortController();
  const answer = await fetch(`${visitor.url}${path}`, {
    method: route.method,
    signal: stop.signal,
    headers: {
      cookie: visitor.cookie,
      'content-type': 'application/json',
      ...headersFor(route),
      ...headers,
    },
    ...(bodyFor(route) === undefined ? {} : { body: asText(bodyFor(route)) }),
  });
  stop.abort();
  if (answer.status >= 500 || answer.status === 401) throw new Error(`${named(route)}: ${answer.status}`);
  return answer.status === 403 ? 'closed' : answer.status === 404 ? 'hidden' : 'yes';
}
const asText = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

it('the table below names every route', () => {
  const known = [...Object.keys(OBJECT_ROUTES), ...Object.keys(AREA_ROUTES), ...PUBLIC_ROUTES];
  expect(routes.map(named).sort()).toEqual(known.sort());
});

describe.each(ROLES)('what a %s gets', (role) => {
  it('of things: their own, of a student in a group of theirs, of anyone else', async () => {
    const found: Record<string, Row[Role]> = {};
    const expected: Record<string, Row[Role]> = {};
    for (const route of inOrder(routes.filter(({ path }) => OBJECT.test(path)))) {
      const row = OBJECT_ROUTES[named(route)]![role];
      const cells: (Access | null)[] = [];
      for (const [index, whose] of WHOSE.entries()) {
        if (row[index] === null) cells.push(null);
        else {
          const id = await target(route, OWNER[role][whose], whose);
          cells.push(
            await accessOf(await someone(ASKING[role]), route, id, { member: OWNER[role]['own group'] }),
          );
        }
      }
      found[named(route)] = cells as Row[Role];
      expected[named(route)] = row;
    }
    expect(found).toEqual(expected);
  });

  it('of whole areas', async () => {
    const found: Record<string, Access> = {};
    const expected: Record<string, Access> = {};
    for (const route of inOrder(routes.filter((each) => named(each) in AREA_ROUTES))) {
      found[named(route)] = await accessOf(await someone(ASKING[role]), route);
      expected[named(route)] = AREA_ROUTES[named(route)]!.includes(role) ? 'yes' : 'closed';
    }
    expect(found).toEqual(expected);
  });
});

describe('what an administrator’s access token gets', () => {
  /** Areas that take the highest scope for reading, too. */
  const ADMINISTERED =
    /\/api\/(users(?!\/\{id\}\/quota)|groups(?!\/\{id\}\/(quota|usage|metrics))|sessions|audit|capacity|platform\/|directory|quotas|quota\/default|clearing\/default|templates\/settings|boxes|vms\/\{id\}\/(backups|bring-back))/;
  const NOT_OF_ADMINISTRATORS = [
    'POST /api/requests',
    'POST /api/requests/{id}/cancel',
    'POST /api/invitations/{id}/accept',
    'POST /api/invitations/{id}/decline',
  ];
  const BY_HAND = ['POST /api/auth/logout', 'POST /api/auth/password'];

  it.each<[TokenScope]>([['read'], ['operate'], ['administer']])('with the scope “%s”', async (scope) => {
    const owner = await signIn(api, 'admin');
    const made = await owner.send('POST', '/api/tokens', { name: scope, scope });
    const { token } = (await json(made, 201)) as { token: string };
    for (const route of routes.filter((each) => !PUBLIC_ROUTES.includes(named(each)))) {
      // No such thing: whoever is let in finds nothing.
      const access = await accessOf(new Visitor(api.url), route, randomUUID(), {
        headers: { authorization: `Bearer ${token}` },
      });
      expect([named(route), access === 'closed']).toEqual([named(route), !allowed(route, scope)]);
    }
  });

  function allowed(route: Route, scope: TokenScope): boolean {
    const { method, path } = route;
    if (/\/(tokens|handed-passwords)(\/|$)/.test(path) || BY_HAND.includes(named(route))) return false;
    // Administrators ask for nothing and are invited nowhere, whatever they show.
    if (NOT_OF_ADMINISTRATORS.includes(named(route))) return false;
    const decides =
      /\/(approve|reject|withdraw)$/.test(path) || (method === 'PUT' && path.endsWith('/quota'));
    const empties = named(route) === 'DELETE /api/bin';
    if (ADMINISTERED.test(path) || decides || empties) return scope === 'administer';
    if (path.startsWith('/api/series')) return scope !== 'read';
    return method === 'GET' || scope !== 'read';
  }
});
