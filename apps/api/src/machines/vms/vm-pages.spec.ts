import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VmSort, type Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

const STEPS = JSON.stringify([{ name: 'make-machine', state: 'done' }]);

let api: TestApi;
let [admin, alice, prof]: Visitor[] = [];
let database: DataSource;
beforeAll(async () => {
  api = await startApi();
  database = api.app.get(DataSource);
  [admin, alice, prof] = await Promise.all(['admin', 'alice', 'prof'].map((name) => signIn(api, name)));
  // Many at one instant, and some within one millisecond of each other: no order but by the id, or by what JavaScript cannot see.
  await database.query(
    `INSERT INTO vms (id, owner_id, name, name_key, template_id, state, vcpus, memory_mib, disk_gib, username,
                      ip_address, host, folder, created_at)
     SELECT gen_random_uuid(), u.id, u.username || '-' || n, u.username || '-' || n,
            CASE WHEN n % 2 = 0 THEN 'debian-server' ELSE 'debian-client' END,
            CASE WHEN n % 5 = 0 THEN 'failed' ELSE 'stopped' END, 1 + n % 3, 1024 * (1 + n % 4), 10 + n % 5, 'eleve',
            CASE WHEN n % 3 = 0 THEN NULL ELSE '10.0.0.' || n END, 'ici', 'x/' || u.username || n,
            timestamptz '2026-01-01' + (n / 4) * interval '7 microseconds'
       FROM users u, generate_series(1, 20) n WHERE u.username IN ('alice', 'bob', 'admin')`,
  );
  await database.query(
    `INSERT INTO jobs (id, subject_kind, subject_id, owner_id, kind, estimate_group, state, steps, progress,
                       estimated_seconds, input, created_at, started_at, finished_at)
     SELECT gen_random_uuid(), 'vm', id, owner_id, 'create', 'debian-server', 'succeeded', $1, 100, 60, '{}', now(), now(), now()
       FROM vms`,
    [STEPS],
  );
  await database.query('UPDATE vms SET job_id = jobs.id FROM jobs WHERE jobs.subject_id = vms.id::text');
});
afterAll(() => api.stop());

async function page(who: Visitor | undefined, path: string) {
  const response = await who!.get(path);
  expect(response.status).toBe(200);
  const next = /^<(\/api\/vms\?[^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  const { headers } = response;
  return { vms: (await response.json()) as Vm[], next, headers };
}

/** All pages, one after the other. */
async function walk(who: Visitor | undefined, path: string): Promise<Vm[]> {
  const found: Vm[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { vms, next: following } = await page(who, next);
    expect(vms.length).toBeGreaterThan(0);
    found.push(...vms);
    next = following;
  }
  return found;
}
const ids = (vms: readonly Vm[]) => vms.map(({ id }) => id);

describe('the list of VMs', () => {
  it('is whole without a limit, newest first, with the steps of what was done', async () => {
    const { vms, next, headers } = await page(admin, '/api/vms');
    expect([vms.length, next, headers.get('x-total-count')]).toEqual([60, undefined, '60']);
    expect(vms[0]!.job!.steps).toHaveLength(1);
  });

  it.each(VmSort.options.flatMap((sort) => [`${sort}&order=asc`, `${sort}&order=desc`]))(
    'has each VM once in its pages, sorted by %s',
    async (sort) => {
      const vms = await walk(admin, `/api/vms?limit=7&sort=${sort}`);
      expect(new Set(ids(vms)).size).toBe(60);
      expect(vms).toHaveLength(60);
      const { vms: whole } = await page(admin, `/api/vms?limit=1000&sort=${sort}`);
      expect(ids(vms)).toEqual(ids(whole));
    },
  );

  it('turns round with the order', async () => {
    const [up, down] = [
      await walk(admin, '/api/vms?limit=9&sort=memory'),
      await walk(admin, '/api/vms?limit=9&sort=memory&order=desc'),
    ];
    expect(ids(down)).toEqual(ids(up).reverse());
    expect(up[0]!.memoryMiB).toBe(1024);
  });

  it('is sorted as people count, by names and by addresses', async () => {
    const names = (await walk(alice, '/api/vms?limit=6&sort=name')).map(({ name }) => name);
    expect(names).toEqual(Array.from({ length: 20 }, (_, index) => `alice-${index + 1}`));
    const addresses = (await walk(alice, '/api/vms?limit=6&sort=address')).map(({ ipAddress }) => ipAddress);
    const known = Array.from({ length: 20 }, (_, index) => index + 1).filter((n) => n % 3 > 0);
    expect(addresses.slice(6)).toEqual(known.map((n) => `10.0.0.${n}`));
  });

  it('counts all, and those in each state whichever is asked for', async () => {
    const { vms, headers } = await page(admin, '/api/vms?limit=5&state=failed');
    expect(vms.map(({ state }) => state)).toEqual(Array(5).fill('failed'));
    expect(headers.get('x-total-count')).toBe('12');
    expect(headers.get('x-state-counts')).toBe('failed=12, stopped=48');
  });

  it.each([
    ['template=debian-client', 30],
    ['search=bob', 20],
    ['search=bob-1', 11],
    ['template=debian-client&state=failed&search=bob', 2],
  ])('is filtered by %s in pages too', async (filter, expected) => {
    expect((await walk(admin, `/api/vms?limit=4&${filter}`)).length).toBe(expected);
  });

  it('finds those whose last job goes on, waits or failed, and no others', async () => {
    const { vms } = await page(admin, '/api/vms?limit=4&sort=name');
    const states = ['queued', 'running', 'failed', 'cancelled'];
    const become = (vm: Vm, state: string) =>
      database.query('UPDATE jobs SET state = $2 WHERE subject_id = $1', [vm.id, state]);
    for (const [index, vm] of vms.entries()) await become(vm, states[index]!);
    for (const path of ['/api/vms?tasks=open', '/api/vms?limit=10&tasks=open']) {
      const found = await page(admin, path);
      expect(new Set(ids(found.vms))).toEqual(new Set(ids(vms.slice(0, 3))));
      expect(found.headers.get('x-total-count')).toBe('3');
    }
    for (const vm of vms) await become(vm, 'succeeded');
    expect((await page(admin, '/api/vms?tasks=open')).vms).toEqual([]);
  });

  it('shows a teacher the class and nobody else, with counts of just that', async () => {
    const { headers } = await page(prof, '/api/vms?limit=3');
    const owners = new Set((await walk(prof, '/api/vms?limit=8')).map(({ owner }) => owner.username));
    expect(owners).toEqual(new Set(['alice', 'bob']));
    expect(headers.get('x-total-count')).toBe('40');
    const counted = headers.get('x-state-counts')!.match(/\d+/g)!.map(Number);
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(40);
  });

  it('has no steps of finished jobs in a page', async () => {
    const { vms } = await page(admin, '/api/vms?limit=3');
    expect(vms.map(({ job }) => [job?.state, job?.steps])).toEqual(Array(3).fill(['succeeded', []]));
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'sort=owner_id', 'order=up', 'tasks=x', 'after=x', 'after='])(
    'refuses %s, and says where',
    async (query) => {
      const response = await admin!.get(`/api/vms?${query}`);
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: { pointer: string }[] };
      expect(errors[0]!.pointer).toBe(`/${query.split('=')[0]}`);
    },
  );

  it('refuses what follows a page of another order', async () => {
    const { next } = await page(admin, '/api/vms?limit=3&sort=name');
    expect((await admin!.get(next!.replace('sort=name', 'sort=disk'))).status).toBe(400);
  });

  it.each(['', '?limit=10'])('is not sent again to who has it: /api/vms%s', async (query) => {
    const etag = (await admin!.get(`/api/vms${query}`)).headers.get('etag')!;
    const again = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await admin!.get(`/api/vms${query}`, again)).status).toBe(304);
    await database.query(`UPDATE vms SET ip_address = '10.9.9.9'`);
    expect((await admin!.get(`/api/vms${query}`, again)).status).toBe(200);
    await database.query(`UPDATE vms SET ip_address = NULL`);
  });

  it('goes on where it was when VMs came, and when the last one seen went', async () => {
    const first = await page(alice, '/api/vms?limit=5&sort=name');
    const last = first.vms[4]!;
    await database.query('DELETE FROM vms WHERE id = $1', [last.id]);
    const rest = await walk(alice, first.next!);
    expect(new Set([...ids(first.vms), ...ids(rest)]).size).toBe(20);
    expect(rest.map(({ name }) => name)).not.toContain(last.name);
  });
});
