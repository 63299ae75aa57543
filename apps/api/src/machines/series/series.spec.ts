import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Group,
  HandedPasswords,
  Job,
  OperationSummary,
  Problem,
  Series,
  SeriesPlan,
  ShownPasswords,
  Vm,
} from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { Placements } from '../placement/placements.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { NewSeriesVms } from './new-series-vms.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesUpkeep } from './series-upkeep.js';
import { SeriesEntity } from './series.entity.js';

const SMALL = { templateId: 'debian-server', vcpus: 1, memoryMiB: 512, diskGiB: 10, start: false };
const TYPED = { password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' };

let api: TestApi;
let prof: Visitor;
let admin: Visitor;
let alice: Visitor;

const read = async (answer: Response | Promise<Response>, status: number): Promise<unknown> => {
  const response = await answer;
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status });
  return text === '' ? null : JSON.parse(text);
};
const refusal = async (answer: Promise<Response>, status: number) =>
  Problem.parse(await read(answer, status)).type;
const query = <Row = unknown>(sql: string, values: unknown[] = []) =>
  api.app.get(DataSource).query<Row[]>(sql, values);

/** A class of prof's with these students, who sign in as everybody here does. */
async function classOf(name: string, logins: readonly string[]): Promise<string> {
  const group = Group.parse(await read(admin.send('POST', '/api/groups', { name }), 201));
  for (const login of logins)
    await query(
      `INSERT INTO users (username, display_name, role, source, password_hash)
       SELECT $1, 'Élève ' || $1, 'student', 'local', password_hash FROM users WHERE username = 'alice'
       ON CONFLICT DO NOTHING`,
      [login],
    );
  await query(
    `INSERT INTO group_members (group_id, user_id, teaches)
     SELECT $1, id, username = 'prof' FROM users WHERE username = 'prof' OR username = ANY($2)`,
    [group.id, logins],
  );
  return group.id;
}
const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at + 1).padStart(2, '0')}`);

const ask = (body: object, who = prof) =>
  who.send('POST', '/api/series', { passwords: 'random', ...SMALL, ...body });
const made = async (body: object) => Series.parse(await read(ask(body), 202));
const show = async (id: string, who = prof) => Series.parse(await read(who.get(`/api/series/${id}`), 200));
const member = (series: Series | SeriesPlan, login: string) =>
  series.members.find(({ user }) => user.username === login)!;
async function ready(id: string, count: number): Promise<Series> {
  await until(`${count} of ${id} are ready`, async () => (await show(id)).ready === count);
  return show(id);
}
const operationEnded = (kind: string) =>
  until(`${kind} is over`, async () => {
    const list = OperationSummary.array().parse(await read(prof.get('/api/operations'), 200));
    const newest = list.find((one) => one.kind === kind);
    return newest !== undefined && newest.finishedAt !== null;
  });
const nobodyIsBusy = () =>
  until('no job goes on', async () => {
    const [row] = await query<{ count: number }>(
      `SELECT count(*)::int AS count FROM jobs WHERE state IN ('queued', 'running')`,
    );
    return row?.count === 0;
  });

beforeAll(async () => {
  api = await startApi({ bootMs: 20, env: { VMM_JOBS_PER_HOST: '6' } });
  [prof, admin, alice] = [await signIn(api, 'prof'), await signIn(api, 'admin'), await signIn(api, 'alice')];
  const nobody = visit(api);
  expect((await nobody.get('/api/series')).status).toBe(401);
});
afterAll(() => api.stop());

describe('a series of 32', () => {
  const logins = numbered('e', 27);
  let groupId: string;
  let series: Series;
  const trouble = () => join(api.dataDir, 'data/fake-host/trouble.json');
  const wish = () => ({ groupId, namePattern: 'tp3-{login}' });

  beforeAll(async () => {
    groupId = await classOf('SISR 1', [...logins, 'sous_tiret', 'docker', 'parti', 'riche', 'plein']);
    await query(`UPDATE users SET disabled_at = now() WHERE username = 'parti'`);
    const [plein] = await query<{ id: string }>(`SELECT id FROM users WHERE username = 'plein'`);
    await read(admin.send('PUT', `/api/users/${plein!.id}/quota`, { vms: 0 }), 200);
    const riche = await signIn(api, 'riche');
    const own = { name: 'TP3-Riche', username: 'riche', ...TYPED, ...SMALL };
    await read(riche.send('POST', '/api/vms', own), 202);
    await nobodyIsBusy();
  });

  it('says before anything is made who cannot get one and why, and what it costs', async () => {
    const before = await query('SELECT count(*) FROM vms');
    const plan = SeriesPlan.parse(await read(ask({ ...wish(), dryRun: true }), 200));
    expect(plan).toMatchObject({ id: null, name: 'tp3', total: 32, ready: 0 });
    const refused = plan.members.filter(({ problem }) => problem !== null);
    expect(Object.fromEntries(refused.map(({ user, problem }) => [user.username, problem!.type]))).toEqual({
      docker: '/problems/member-refused',
      parti: '/problems/member-refused',
      plein: '/problems/quota-exceeded',
      riche: '/problems/name-taken',
      sous_tiret: '/problems/member-refused',
    });
    expect(member(plan, 'riche').problem!.detail).toContain('Élève riche');
    expect(member(plan, 'docker').problem!.detail).toContain('docker');
    expect(member(plan, 'sous_tiret').problem!.detail).toContain('tp3-sous_tiret');
    expect(plan.cost.asked).toEqual({
      ...{ vms: 27, vcpus: 27, memoryMiB: 27 * 512, diskGiB: 270, runningVcpus: 0, runningMemoryMiB: 0 },
    });
    expect(plan.cost.hosts[0]!.used.vms).toBe(1);
    expect(await query('SELECT count(*) FROM vms')).toEqual(before);
    expect(await query('SELECT count(*)::int AS count FROM series')).toEqual([{ count: 0 }]);
    const charged = 'SELECT count(*)::int AS count FROM quota_charges WHERE group_id = $1';
    expect(await query(charged, [groupId])).toEqual([{ count: 1 }]);
  });

  it('is made for all others; who failed has the reason, and gets another try', async () => {
    await writeFile(trouble(), JSON.stringify({ make: 'la machine de la salle a brûlé' }));
    series = await made(wish());
    expect(series.total).toBe(32);
    const failures = async () =>
      (await show(series.id)).members.filter(({ vmId, state }) => vmId !== null && state === 'failed');
    await until('three have failed', async () => (await failures()).length >= 3);
    await rm(trouble());
    await nobodyIsBusy();
    const failed = await failures();
    expect(failed[0]!.problem!.detail).toContain('a brûlé');
    for (const { user } of failed)
      await read(prof.send('POST', `/api/series/${series.id}/members/${user.id}/retry`), 202);
    series = await ready(series.id, 27);
    expect(member(series, 'e01')).toMatchObject({
      vmName: 'tp3-e01',
      state: 'stopped',
      passwords: 'waiting',
    });
    expect(member(series, 'plein')).toMatchObject({
      ...{ vmId: null, state: 'failed' },
      problem: { type: '/problems/quota-exceeded' },
    });
    const vms = Vm.array().parse(await read(admin.get(`/api/vms?group=${groupId}`), 200));
    const ofSeries = vms.filter(({ name }) => name.startsWith('tp3-'));
    expect(ofSeries).toHaveLength(27);
    for (const vm of ofSeries) {
      expect(vm).toMatchObject({ groupId, name: `tp3-${vm.owner.username}`, username: vm.owner.username });
      expect(vm).toMatchObject({ vcpus: 1, memoryMiB: 512, diskGiB: 10 });
    }
  });

  it('asked for twice is made once', async () => {
    const again = ask({ ...wish(), namePattern: 'TP3-{login}' });
    expect(await refusal(again, 409)).toBe('/problems/name-taken');
    expect(await query('SELECT count(*)::int AS count FROM series')).toEqual([{ count: 1 }]);
  });

  it('gives who was refused another try, once what was in the way is gone', async () => {
    const { user } = member(series, 'plein');
    await read(admin.send('PUT', `/api/users/${user.id}/quota`, { vms: null }), 200);
    await read(prof.send('POST', `/api/series/${series.id}/members/${user.id}/retry`), 202);
    series = await ready(series.id, 28);
    const there = prof.send('POST', `/api/series/${series.id}/members/${user.id}/retry`);
    expect(await refusal(there, 409)).toBe('/problems/not-possible-now');
  });

  it('shows each student the random passwords: alone, and once', async () => {
    const [one, other] = [await signIn(api, 'e01'), await signIn(api, 'e02')];
    const { vmId } = member(series, 'e01');
    const path = `/api/vms/${vmId}/handed-passwords`;
    const listed = HandedPasswords.array().parse(await read(one.get('/api/handed-passwords'), 200));
    expect(listed).toEqual([{ vmId, vmName: 'tp3-e01', series: 'tp3' }]);
    for (const who of [other, prof, admin]) expect((await who.send('POST', path)).status).toBe(404);
    const passwords = ShownPasswords.parse(await read(one.send('POST', path), 200));
    expect(passwords).toMatchObject({ username: 'e01' });
    expect(passwords.password).toMatch(/^[A-Za-z0-9]{12}$/);
    expect(passwords.rootPassword).not.toBe(passwords.password);
    expect(await refusal(one.send('POST', path), 409)).toBe('/problems/not-possible-now');
    expect(await read(one.get('/api/handed-passwords'), 200)).toEqual([]);
    const second = member(series, 'e02').vmId;
    const others = await read(other.send('POST', `/api/vms/${second}/handed-passwords`), 200);
    expect(ShownPasswords.parse(others).password).not.toBe(passwords.password);
    // Neither is said to the teacher, nor kept where anyone could read it.
    const everywhere = [
      ...[await (await prof.get(`/api/series/${series.id}`)).text()],
      ...[
        JSON.stringify(await query('SELECT * FROM audit_log')),
        JSON.stringify(await query('SELECT * FROM notices')),
      ],
      ...[
        JSON.stringify(await query('SELECT * FROM mails')),
        JSON.stringify(await query('SELECT * FROM series_members')),
      ],
    ].join();
    expect(everywhere).not.toContain(passwords.password);
    expect(member(await show(series.id), 'e01').passwords).toBe('shown');
  });

  it('does not show a password that was set anew since', async () => {
    const third = await signIn(api, 'e03');
    const { vmId } = member(series, 'e03');
    await read(third.send('POST', `/api/vms/${vmId}/start`), 202);
    await nobodyIsBusy();
    await read(
      prof.send('POST', `/api/vms/${vmId}/passwords`, { account: 'e03', password: 'Un-autre-mot-3' }),
      202,
    );
    await nobodyIsBusy();
    const shown = ShownPasswords.parse(
      await read(third.send('POST', `/api/vms/${vmId}/handed-passwords`), 200),
    );
    expect(shown).toMatchObject({ username: 'e03', password: null });
    expect(shown.rootPassword).not.toBeNull();
  });

  it('is started, shut down, kept in a point and brought back to it: all, or the chosen', async () => {
    const chosen = ['e01', 'e02'].map((login) => member(series, login).vmId!);
    const path = `/api/series/${series.id}`;
    await read(prof.send('POST', `${path}/start`, { vmIds: chosen }), 202);
    await operationEnded('start');
    expect((await show(series.id)).members.filter(({ state }) => state === 'running')).toHaveLength(3);
    expect((await prof.send('POST', `${path}/start`, { vmIds: [randomUUID()] })).status).toBe(404);
    await read(prof.send('POST', `${path}/restore-points`, { name: 'Début', vmIds: chosen }), 202);
    await operationEnded('make-restore-point');
    await read(prof.send('POST', `${path}/shutdown`), 202);
    await operationEnded('shutdown');
    expect((await show(series.id)).members.filter(({ state }) => state === 'running')).toHaveLength(0);
    await read(prof.send('POST', `${path}/revert`, { name: 'Début', vmIds: chosen }), 202);
    await operationEnded('revert');
    for (const login of ['e01', 'e02'])
      expect(member(await show(series.id), login)).toMatchObject({ state: 'running', problem: null });
  });

  it('says which students have deleted theirs, and gives another one', async () => {
    const { user, vmId } = member(series, 'e04');
    const fourth = await signIn(api, 'e04');
    await read(fourth.send('DELETE', `/api/vms/${vmId}`), 202);
    await until('it is gone', async () => (await fourth.get(`/api/vms/${vmId}`)).status === 404);
    const after = await show(series.id);
    expect(member(after, 'e04')).toMatchObject({ state: 'deleted', vmId: null });
    expect(after.ready).toBe(27);
    await read(prof.send('POST', `/api/series/${series.id}/members/${user.id}/retry`), 202);
    expect(member(await ready(series.id, 28), 'e04')).toMatchObject({
      vmName: 'tp3-e04',
      passwords: 'waiting',
    });
  });

  it('is not there for strangers, and closed to students', async () => {
    await classOf('Autre classe', ['ailleurs']);
    await query(
      `INSERT INTO users (username, display_name, role, source, password_hash)
       SELECT 'prof2', 'Autre prof', 'teacher', 'local', password_hash FROM users WHERE username = 'prof'`,
    );
    const stranger = await signIn(api, 'prof2');
    expect(await read(stranger.get('/api/series'), 200)).toEqual([]);
    const path = `/api/series/${series.id}`;
    for (const answer of [
      stranger.get(path),
      stranger.send('POST', `${path}/start`),
      stranger.send('POST', `${path}/restore-points`, { name: 'x' }),
      stranger.send('PATCH', path, { followMembers: true }),
      stranger.send('DELETE', path),
      ask(wish(), stranger),
      ask({ ...wish(), dryRun: true }, stranger),
    ])
      expect(await refusal(answer, 404)).toBe('/problems/not-found');
    expect((await alice.get(path)).status).toBe(403);
    expect((await show(series.id, admin)).total).toBe(32);
  });

  it('is refused with what is wrong with the request', async () => {
    const wrong = async (body: object) =>
      Problem.parse(await read(ask({ ...wish(), ...body }), 400)).errors!.map(({ pointer }) => pointer);
    expect(await wrong({ namePattern: 'tp_{login}' })).toEqual(['/namePattern']);
    expect(await wrong({ namePattern: 'tp-{nom}' })).toEqual(['/namePattern']);
    expect(await wrong({ memoryMiB: 100 })).toEqual(['/memoryMiB']);
    expect((await ask({ ...wish(), passwords: { password: 'a', rootPassword: 'b' } })).status).toBe(400);
    const unknown = ask({ ...wish(), templateId: 'no-such' });
    expect(await refusal(unknown, 409)).toBe('/problems/template-unavailable');
  });

  it('goes with its machines; the ledger is that of the machines that are left', async () => {
    const gone = Series.parse(await read(prof.send('DELETE', `/api/series/${series.id}`), 202));
    expect(member(gone, 'e01').state).toBe('deleting');
    expect((await prof.get(`/api/series/${series.id}`)).status).toBe(404);
    await operationEnded('delete');
    await nobodyIsBusy();
    const left = await query('SELECT name FROM vms WHERE group_id = $1', [groupId]);
    expect(left).toEqual([{ name: 'TP3-Riche' }]);
    const charged = await query('SELECT count(*)::int AS count FROM quota_charges WHERE group_id = $1', [
      groupId,
    ]);
    expect(charged).toEqual([{ count: 1 }]);
    const lines = await query<{ action: string }>(
      `SELECT DISTINCT action FROM audit_log WHERE action LIKE 'series.%' ORDER BY action`,
    );
    expect(lines.map(({ action }) => action)).toEqual([
      ...['series.create', 'series.delete', 'series.retry', 'series.show-passwords'],
    ]);
  });
});

describe('a series that follows its class', () => {
  it('gives who joins one, with the passwords that were typed, and nobody once it follows no more', async () => {
    const groupId = await classOf('SISR 2', ['f01']);
    const series = await made({ groupId, namePattern: 'web-{login}', passwords: TYPED, followMembers: true });
    await ready(series.id, 1);
    const join = (login: string) =>
      query(`INSERT INTO users (username, display_name, role, source) VALUES ($1, $1, 'student', 'local')`, [
        login,
      ]).then(() =>
        query(`INSERT INTO group_members (group_id, user_id) SELECT $1, id FROM users WHERE username = $2`, [
          groupId,
          login,
        ]),
      );
    await join('f02');
    const grown = await ready(series.id, 2);
    expect(member(grown, 'f02')).toMatchObject({ vmName: 'web-f02', passwords: 'none' });
    const by = await query(
      `SELECT actor_name FROM audit_log WHERE action = 'vm.create' AND object_name = 'web-f02'`,
    );
    expect(by).toEqual([{ actor_name: null }]);
    const followed = Series.parse(
      await read(prof.send('PATCH', `/api/series/${series.id}`, { followMembers: false }), 200),
    );
    expect(followed.followMembers).toBe(false);
    // They are kept for second tries, for a day.
    const upkeep = api.app.get(SeriesUpkeep);
    const sealed = async () =>
      (
        await query<{ kept: boolean }>(
          'SELECT sealed_passwords IS NOT NULL AS kept FROM series WHERE id = $1',
          [series.id],
        )
      )[0]!.kept;
    await upkeep.wipeTyped();
    expect(await sealed()).toBe(true);
    await upkeep.wipeTyped(new Date(Date.now() + 25 * 3600_000));
    expect(await sealed()).toBe(false);
    // Who needs one later gets it with passwords that are typed again, under the template's rules.
    const { user, vmId } = member(followed, 'f02');
    await read(prof.send('DELETE', `/api/vms/${vmId}`), 202);
    await until('it is gone', async () => member(await show(series.id), 'f02').state === 'deleted');
    const retry = `/api/series/${series.id}/members/${user.id}/retry`;
    expect((await prof.send('POST', retry, { password: 'court', rootPassword: 'court' })).status).toBe(400);
    await read(prof.send('POST', retry), 202);
    await until('it is refused', async () => {
      const { problem } = member(await show(series.id), 'f02');
      return problem?.type === '/problems/member-refused';
    });
    await read(prof.send('POST', retry, TYPED), 202);
    await ready(series.id, 2);
  });
});

describe('whatever dies meanwhile', () => {
  it('each member gets one machine: what waits goes on, and to order it twice orders it once', async () => {
    const logins = numbered('k', 6);
    const groupId = await classOf('SISR 3', logins);
    const locks = api.app.get(AdvisoryLocks);
    const dataSource = api.app.get(DataSource);
    // As after a kill between the record and the first machine: nobody is at it, as this test holds its lock.
    const id = randomUUID();
    await locks.hold(`series:${id}`, new AbortController().signal, async () => {
      await dataSource.getRepository(SeriesEntity).insert({
        ...{ id, groupId, namePattern: 'k-{login}', nameKey: 'k-{login}', templateId: 'debian-server' },
        ...{ vcpus: 1, memoryMiB: 512, diskGiB: 10, start: false, followMembers: false },
        ...{ passwords: 'random', sealedPasswords: null, createdAt: new Date() },
      });
      await query(
        `INSERT INTO series_members (series_id, user_id, state, created_at)
         SELECT $1, user_id, 'waiting', now() FROM group_members WHERE group_id = $2 AND NOT teaches`,
        [id, groupId],
      );
      const series = await dataSource.manager.findOneByOrFail(SeriesEntity, { id });
      const template = await api.app
        .get(VmTemplatesService)
        .usable('debian-server', { language: 'fr', role: 'student' });
      const candidates = await api.app.get(Placements).find();
      const [first, second] = await dataSource.manager.find(SeriesMemberEntity, {
        where: { seriesId: id },
        relations: { user: true },
        order: { userId: 'ASC' },
      });
      const newVms = api.app.get(NewSeriesVms);
      const making = { series, template, candidates };
      // Two processes at once, and one that comes back later.
      await Promise.all([newVms.order(first!, making), newVms.order(first!, making)]);
      await newVms.order(first!, making);
      await Promise.all([newVms.order(first!, making), newVms.order(second!, making)]);
    });
    await ready(id, 6);
    const owners = await query<{ count: number }>(
      'SELECT count(*)::int AS count FROM vms WHERE group_id = $1 GROUP BY owner_id',
      [groupId],
    );
    expect(owners).toEqual(Array.from({ length: 6 }, () => ({ count: 1 })));
  });

  it('nothing is refused while the host cannot be asked', async () => {
    const groupId = await classOf('SISR 4', ['l01']);
    const away = join(api.dataDir, 'data/fake-host/unreachable');
    await writeFile(away, '');
    const series = await made({ groupId, namePattern: 'l-{login}' });
    expect(series.members).toMatchObject([{ state: 'queued', vmId: null, problem: null }]);
    await rm(away);
    await ready(series.id, 1);
  });
});

describe('turns', () => {
  it('go to other students’ single machines between those of a series', async () => {
    const groupId = await classOf('SISR 5', numbered('t', 8));
    const locks = api.app.get(AdvisoryLocks);
    const slots = Array.from({ length: 6 }, (_, slot) => `heavy-job:${slot}`);
    const hold = slots.reduceRight<() => Promise<unknown>>(
      (inner, slot) => () => locks.hold(slot, new AbortController().signal, async () => void (await inner())),
      async () => {
        const series = await made({ groupId, namePattern: 't-{login}' });
        await until('all are ordered', async () => (await show(series.id)).members.every(({ job }) => job));
        const own = { name: 'seule', username: 'alice', ...TYPED, ...SMALL };
        const single = Vm.parse(await read(alice.send('POST', '/api/vms', own), 202));
        const ranks = await query<{ id: string; rank: number }>(
          `SELECT id, rank FROM jobs WHERE state IN ('queued', 'running') ORDER BY rank, created_at`,
        );
        expect(ranks.map(({ rank }) => rank)).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7]);
        expect(ranks[1]!.id).toBe(single.job!.id);
        // The teacher's own does not wait behind the series either.
        const ofProf = { name: 'du-prof', username: 'prof', ...TYPED, ...SMALL };
        const teachers = Vm.parse(await read(prof.send('POST', '/api/vms', ofProf), 202));
        const places = (await show(series.id)).members.flatMap(({ job }) => job?.turn?.place ?? []);
        const job = Job.parse(await read(prof.get(`/api/jobs/${teachers.job!.id}`), 200));
        expect(Math.max(...places)).toBeGreaterThan(job.turn?.place ?? 0);
      },
    );
    await hold();
    await nobodyIsBusy();
  });
});
