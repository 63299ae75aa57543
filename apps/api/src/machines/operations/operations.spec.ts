import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ClassPoint,
  Group,
  Operation,
  OperationSummary,
  Problem,
  RestorePoint,
  Vm,
} from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { OperationRetention } from './operation-retention.js';

const NEW_VM = {
  ...{ templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 1024, diskGiB: 11 },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2', start: false },
};

let api: TestApi;
let alice: Visitor;
let bob: Visitor;
let prof: Visitor;
let admin: Visitor;
let demo: string;
let vms: Record<'a1' | 'a2' | 'b1' | 'p1', Vm>;

const read = async (answer: Response | Promise<Response>, status: number): Promise<unknown> => {
  const response = await answer;
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status });
  return JSON.parse(text);
};
const show = async (who: Visitor, id: string) => Vm.parse(await read(who.get(`/api/vms/${id}`), 200));
const settled = async (who: Visitor, id: string, state: Vm['state']) => {
  await until(`${id} is ${state}`, async () => {
    const vm = await show(who, id);
    return vm.state === state && vm.job?.finishedAt !== null;
  });
  return show(who, id);
};
async function made(who: Visitor, name: string): Promise<Vm> {
  const vm = Vm.parse(await read(who.send('POST', '/api/vms', { name, ...NEW_VM }), 202));
  return settled(who, vm.id, 'stopped');
}
const order = async (who: Visitor, request: object) =>
  Operation.parse(await read(who.send('POST', '/api/operations', request), 202));
const ended = async (who: Visitor, id: string) => {
  const look = async () => Operation.parse(await read(who.get(`/api/operations/${id}`), 200));
  await until('the operation is over', async () => (await look()).finishedAt !== null);
  return look();
};
const done = async (who: Visitor, request: object) => ended(who, (await order(who, request)).id);
const refusal = async (answer: Promise<Response>, status: number) =>
  Problem.parse(await read(answer, status)).type;
const query = <Row>(sql: string, values: unknown[]) => api.app.get(DataSource).query<Row[]>(sql, values);

beforeAll(async () => {
  api = await startApi();
  [alice, bob, prof, admin] = [
    await signIn(api, 'alice'),
    await signIn(api, 'bob'),
    await signIn(api, 'prof'),
    await signIn(api, 'admin'),
  ];
  // One after the other: turns go by who came first.
  const a1 = await made(alice, 'un');
  const [a2, b1, p1] = await Promise.all([made(alice, 'deux'), made(bob, 'trois'), made(prof, 'quatre')]);
  vms = { a1, a2, b1, p1 };
  const groups = (await read(prof.get('/api/groups'), 200)) as Group[];
  demo = groups[0]!.id;
});
afterAll(() => api.stop());

describe('the same for all of a class', () => {
  it('is one call of its teacher, for its students’ machines that can take it, with their sum as progress', async () => {
    const started = await order(prof, { kind: 'start', groupId: demo });
    expect(started).toMatchObject({ kind: 'start', groupId: demo, total: 3 });
    expect(started.children.map(({ vmId }) => vmId).sort()).toEqual([vms.a1.id, vms.a2.id, vms.b1.id].sort());
    expect(await ended(prof, started.id)).toMatchObject({ state: 'succeeded', progress: 100, done: 3 });
    for (const vm of [vms.a1, vms.a2, vms.b1]) await settled(prof, vm.id, 'running');
    expect((await show(prof, vms.p1.id)).state).toBe('stopped');
    // All of them run: nobody is left to whom it could be done.
    expect(await done(prof, { kind: 'start', groupId: demo })).toMatchObject({
      ...{ children: [], total: 0 },
      state: 'succeeded',
    });
    await done(prof, { kind: 'force-off', groupId: demo });
  });

  it('takes turns: one machine of each student, then the second', async () => {
    // No job ends before all are ordered.
    const locks = api.app.get(AdvisoryLocks);
    const { signal } = new AbortController();
    const { children } = await locks.hold(`vm:${vms.a1.id}`, signal, () =>
      locks.hold(`vm:${vms.b1.id}`, signal, () => order(prof, { kind: 'start', groupId: demo })),
    );
    expect(children.map(({ vmId }) => vmId).indexOf(vms.a2.id)).toBe(2);
    const ranks = await query<{ priority: number }>(
      'SELECT priority FROM pgboss.job WHERE id = ANY($1) ORDER BY priority DESC',
      [children.map(({ job }) => job?.id)],
    );
    expect(ranks.map(({ priority }) => priority)).toEqual([0, -1, -2]);
    await until('all run', async () =>
      (await Promise.all(children.map(({ vmId }) => show(prof, vmId)))).every((vm) => vm.state === 'running'),
    );
    await done(prof, { kind: 'force-off', groupId: demo });
  });

  it('leaves out who is listed among its students but is none', async () => {
    await query(
      `INSERT INTO users (username, display_name, role, source) VALUES ('collegue', 'Collègue', 'teacher', 'local')`,
      [],
    );
    await query(
      `INSERT INTO group_members (group_id, user_id, teaches)
       SELECT $1, id, false FROM users WHERE username = 'collegue'`,
      [demo],
    );
    await query(
      `UPDATE vms SET owner_id = (SELECT id FROM users WHERE username = 'collegue') WHERE id = $1`,
      [vms.b1.id],
    );
    const { children } = await done(prof, { kind: 'start', groupId: demo });
    expect(children.map(({ vmId }) => vmId).sort()).toEqual([vms.a1.id, vms.a2.id].sort());
    await done(prof, { kind: 'force-off', groupId: demo });
    await query(`UPDATE vms SET owner_id = (SELECT id FROM users WHERE username = 'bob') WHERE id = $1`, [
      vms.b1.id,
    ]);
  });

  it('is not for those who do not teach it', async () => {
    for (const who of [alice, bob])
      expect(await refusal(who.send('POST', '/api/operations', { kind: 'start', groupId: demo }), 404)).toBe(
        '/problems/not-found',
      );
    const nowhere = { kind: 'start', groupId: randomUUID() };
    expect(await refusal(prof.send('POST', '/api/operations', nowhere), 404)).toBe('/problems/not-found');
  });
});

describe('the same for machines that are named', () => {
  it('is done to those that can take it, and says of the others which and why', async () => {
    await read(alice.send('POST', `/api/vms/${vms.a1.id}/start`), 202);
    await settled(alice, vms.a1.id, 'running');
    const nowhere = randomUUID();
    const vmIds = [vms.a1.id, vms.a2.id, vms.a2.id, vms.b1.id, nowhere];
    const { state, children, done: ended, total } = await done(alice, { kind: 'start', vmIds });
    expect({ state, ended, total }).toEqual({ state: 'failed', ended: 4, total: 4 });
    const child = (vmId: string) => children.find((each) => each.vmId === vmId);
    expect(child(vms.a2.id)).toMatchObject({ name: 'deux', state: 'succeeded', problem: null });
    expect(child(vms.a1.id)).toMatchObject({
      ...{ name: 'un', state: 'failed', job: null },
      problem: { detail: 'Cette machine est déjà en marche.' },
    });
    for (const vmId of [vms.b1.id, nowhere])
      expect(child(vmId)).toMatchObject({
        ...{ name: null, state: 'failed', job: null },
        problem: { type: '/problems/not-found' },
      });
    expect((await show(bob, vms.b1.id)).state).toBe('stopped');
    await done(alice, { kind: 'force-off', vmIds: [vms.a1.id, vms.a2.id] });
  });

  it('is as if it were not there when nothing named is, and nothing is kept of it', async () => {
    const kept = () => query('SELECT count(*) FROM operations', []);
    const before = await kept();
    const invented = (count: number) => Array.from({ length: count }, () => randomUUID());
    for (const vmIds of [[vms.b1.id], invented(3), [vms.a1.id, ...invented(51)]])
      expect(await refusal(alice.send('POST', '/api/operations', { kind: 'start', vmIds }), 404)).toBe(
        '/problems/not-found',
      );
    expect(await kept()).toEqual(before);
    expect((await show(alice, vms.a1.id)).state).toBe('stopped');
  });

  it('stops at the quota, and is repeated for the rest when there is room', async () => {
    const quota = (runningVcpus: number) => ({
      ...{ vms: 8, vcpus: 8, memoryMiB: 16384, diskGiB: 100, runningMemoryMiB: 8192, runningVcpus },
    });
    const [user] = (await read(admin.get('/api/users?search=alice'), 200)) as { id: string }[];
    const limit = (vcpus: number) =>
      read(admin.send('PUT', `/api/users/${user!.id}/quota`, quota(vcpus)), 200);
    await limit(1);
    const first = await done(alice, { kind: 'start', vmIds: [vms.a1.id, vms.a2.id] });
    const left = first.children.filter(({ state }) => state !== 'succeeded');
    expect({ state: first.state, left }).toMatchObject({
      state: 'failed',
      left: [{ job: null, problem: { type: '/problems/quota-exceeded' } }],
    });
    expect(left[0]?.problem?.exceeded?.[0]).toMatchObject({ dimension: 'runningVcpus' });
    await limit(4);
    const again = Operation.parse(await read(alice.send('POST', `/api/operations/${first.id}/repeat`), 202));
    expect(again.children.map(({ vmId }) => vmId)).toEqual([left[0]?.vmId]);
    expect((await ended(alice, again.id)).state).toBe('succeeded');
    const nothing = await read(alice.send('POST', `/api/operations/${again.id}/repeat`), 409);
    expect(Problem.parse(nothing)).toMatchObject({
      type: '/problems/not-possible-now',
      detail: expect.stringContaining('rien à recommencer'),
    });
    await done(alice, { kind: 'force-off', vmIds: [vms.a1.id, vms.a2.id] });
  });

  it.each([
    ['nothing named', { kind: 'start' }],
    ['no machine', { kind: 'start', vmIds: [] }],
    ['both ways at once', { kind: 'start', vmIds: [randomUUID()], groupId: randomUUID() }],
    ['what asks for more', { kind: 'set-password', vmIds: [randomUUID()] }],
    ['what is no action', { kind: 'explode', vmIds: [randomUUID()] }],
    ['what is no id', { kind: 'start', vmIds: ['../x'] }],
    ['too many', { kind: 'start', vmIds: Array.from({ length: 1001 }, () => randomUUID()) }],
  ])('is refused with %s', async (_, request) => {
    expect(await refusal(prof.send('POST', '/api/operations', request), 400)).toBe(
      '/problems/invalid-request',
    );
  });
});

describe('restore points of a class', () => {
  const name = 'Début du TP 3';
  const points = async (who: Visitor, vmId: string) =>
    RestorePoint.array().parse(await read(who.get(`/api/vms/${vmId}/restore-points`), 200));
  const names = async (who: Visitor) =>
    ClassPoint.array().parse(await read(who.get('/api/restore-points'), 200));

  it('have one name, and each machine that has it goes back to its own; of the others it is said why not', async () => {
    const made = await done(prof, { kind: 'make-restore-point', name, groupId: demo });
    expect(made).toMatchObject({ kind: 'make-restore-point', pointName: name, state: 'succeeded', total: 3 });
    for (const id of [vms.a1.id, vms.a2.id, vms.b1.id])
      expect((await points(prof, id)).at(-1)).toMatchObject({ name, kind: 'class', isCurrent: true });
    // A student's own point of that name is not the class's.
    const own = Vm.parse(
      await read(alice.send('POST', `/api/vms/${vms.a1.id}/restore-points`, { name }), 202),
    );
    await settled(alice, own.id, 'stopped');
    const theirs = (await points(alice, vms.a2.id)).at(-1)!;
    await read(alice.send('DELETE', `/api/vms/${vms.a2.id}/restore-points/${theirs.id}`), 202);
    await settled(alice, vms.a2.id, 'stopped');
    expect(await names(prof)).toMatchObject([{ name, vms: 2 }]);
    expect(await names(alice)).toMatchObject([{ name, vms: 1 }]);

    const back = await done(prof, { kind: 'revert', name, vmIds: [vms.a1.id, vms.a2.id, vms.b1.id] });
    expect(back).toMatchObject({ pointName: name, state: 'failed', done: 3, total: 3 });
    const child = (vmId: string) => back.children.find((each) => each.vmId === vmId);
    for (const id of [vms.a1.id, vms.b1.id]) expect(child(id)).toMatchObject({ state: 'succeeded' });
    expect(child(vms.a2.id)).toMatchObject({
      ...{ name: 'deux', job: null },
      problem: {
        type: '/problems/no-such-point',
        detail: 'Cette machine n’a pas de point de restauration « Début du TP 3 ».',
      },
    });
    expect((await points(alice, vms.a1.id)).find(({ isCurrent }) => isCurrent)).toMatchObject({
      kind: 'class',
    });
  });

  it('are repeated for the rest, and bring all back to their first state by its name', async () => {
    const first = await done(prof, { kind: 'revert', name: 'ailleurs', vmIds: [vms.b1.id] });
    expect(first.state).toBe('failed');
    await done(bob, { kind: 'make-restore-point', name: 'ailleurs', vmIds: [vms.b1.id] });
    const again = Operation.parse(await read(prof.send('POST', `/api/operations/${first.id}/repeat`), 202));
    expect(await ended(prof, again.id)).toMatchObject({ pointName: 'ailleurs', state: 'succeeded' });
    const fresh = await done(prof, { kind: 'revert', name: 'État initial', groupId: demo });
    expect(fresh).toMatchObject({ state: 'succeeded', total: 3 });
    for (const who of [alice, bob])
      expect(
        await refusal(who.send('POST', '/api/operations', { kind: 'revert', name, groupId: demo }), 404),
      ).toBe('/problems/not-found');
  });

  it.each([
    ['no name', { kind: 'revert', vmIds: [randomUUID()] }],
    ['an empty name', { kind: 'make-restore-point', name: ' ', vmIds: [randomUUID()] }],
    ['a name for what has none', { kind: 'start', name: 'x', vmIds: [randomUUID()] }],
  ])('are refused with %s', async (_, request) => {
    expect(await refusal(prof.send('POST', '/api/operations', request), 400)).toBe(
      '/problems/invalid-request',
    );
  });
});

describe('an operation', () => {
  /** As a process leaves it that died before it came to these. */
  async function left(vmIds: string[], username: string | null = 'alice'): Promise<string> {
    const id = randomUUID();
    await query(
      `INSERT INTO operations (id, kind, actor_id, address, waiting, refused, created_at)
       VALUES ($1, 'start', (SELECT id FROM users WHERE username = $2), '192.0.2.7', $3, '[]', now())`,
      [id, username, vmIds],
    );
    return id;
  }
  /** What became of the VMs that got no job. */
  async function refusedIn(id: string): Promise<{ vmId: string; code: string }[]> {
    const look = () =>
      query<{ waiting: string[]; refused: { vmId: string; code: string }[] }>(
        'SELECT waiting, refused FROM operations WHERE id = $1',
        [id],
      );
    await until('nothing waits', async () => (await look())[0]?.waiting.length === 0);
    return (await look())[0]?.refused ?? [];
  }

  it('goes on when the process that took it in is gone, each machine once', async () => {
    const id = await left([vms.a1.id, vms.a2.id]);
    const { state, children } = await ended(alice, id);
    const lines = await query(
      `SELECT DISTINCT actor_name, address FROM audit_log
        WHERE action = 'vm.start' AND details ->> 'jobId' = ANY($1)`,
      [children.map(({ job }) => job?.id)],
    );
    expect(lines).toEqual([{ actor_name: 'alice', address: '192.0.2.7' }]);
    expect({ state, vmIds: children.map(({ vmId }) => vmId) }).toEqual({
      state: 'succeeded',
      vmIds: [vms.a1.id, vms.a2.id],
    });
    await done(alice, { kind: 'force-off', vmIds: [vms.a1.id, vms.a2.id] });
  });

  it('goes no further when its person was erased, and keeps no other waiting', async () => {
    const erased = await left([vms.a1.id, vms.a2.id], null);
    const other = await left([vms.a1.id]);
    expect(await refusedIn(erased)).toEqual(
      [vms.a1.id, vms.a2.id].map((vmId) => ({ vmId, code: 'cancelled', params: {} })),
    );
    expect((await ended(alice, other)).state).toBe('succeeded');
    await done(alice, { kind: 'force-off', vmIds: [vms.a1.id] });
  });

  it.each<[string, string, Date | boolean, boolean | null]>([
    ['the account is closed', "UPDATE users SET disabled_at = $1 WHERE username = 'prof'", new Date(), null],
    [
      'the class is another’s',
      `UPDATE group_members SET teaches = $1 WHERE user_id = (SELECT id FROM users WHERE username = 'prof')`,
      false,
      true,
    ],
  ])('goes no further than its person may now: %s', async (_, change, gone, back) => {
    await query(change, [gone]);
    expect(await refusedIn(await left([vms.a1.id], 'prof'))).toEqual([
      { vmId: vms.a1.id, code: 'not-found', params: {} },
    ]);
    await query(change, [back]);
    expect((await show(alice, vms.a1.id)).state).toBe('stopped');
  });

  it('is cancelled with the job that is ordered at that moment, and not with what is out of reach', async () => {
    const { children } = await done(alice, { kind: 'start', vmIds: [vms.a1.id, vms.a2.id] });
    await done(alice, { kind: 'force-off', vmIds: [vms.a1.id, vms.a2.id] });
    const [mine, others] = children.map(({ job }) => job?.id);
    const id = await left([vms.a1.id]);
    const cancelled = await api.app.get(DataSource).transaction(async (tx) => {
      await tx.query('UPDATE operations SET waiting = $2 WHERE id = $1', [id, []]);
      const answer = alice.send('POST', `/api/operations/${id}/cancel`);
      await until('it waits for the row', async () => {
        const waiting = await query('SELECT FROM pg_locks WHERE NOT granted', []);
        return waiting.length > 0;
      });
      await tx.query(`UPDATE jobs SET operation_id = $1, state = 'running' WHERE id = ANY($2)`, [
        id,
        [mine, others],
      ]);
      await tx.query(
        `UPDATE jobs SET owner_id = (SELECT id FROM users WHERE username = 'bob') WHERE id = $1`,
        [others],
      );
      return { answer };
    });
    await read(cancelled.answer, 200);
    const asked = await query<{ id: string }>(
      'SELECT id FROM jobs WHERE operation_id = $1 AND cancel_requested_at IS NOT NULL',
      [id],
    );
    await query(`UPDATE jobs SET state = 'cancelled' WHERE operation_id = $1`, [id]);
    expect(asked).toEqual([{ id: mine }]);
    const lines = await query(
      `SELECT actor_name, object_name FROM audit_log
        WHERE action = 'vm.cancel-job' AND details ->> 'jobId' = ANY($1)`,
      [[mine, others]],
    );
    expect(lines).toEqual([{ actor_name: 'alice', object_name: 'un' }]);
  });

  it('is cancelled as a whole: VMs that wait get no job any more', async () => {
    const id = randomUUID();
    await api.app.get(AdvisoryLocks).hold(`operation:${id}`, new AbortController().signal, async () => {
      const waiting = await left([vms.a1.id, vms.a2.id]);
      await query('UPDATE operations SET id = $1 WHERE id = $2', [id, waiting]);
      await read(alice.send('POST', `/api/operations/${id}/cancel`), 200);
    });
    expect(await ended(alice, id)).toMatchObject({
      ...{ state: 'cancelled', done: 2, total: 2 },
      children: [
        { state: 'cancelled', job: null },
        { state: 'cancelled', job: null },
      ],
    });
    expect((await show(alice, vms.a1.id)).state).toBe('stopped');
    expect(await refusal(alice.send('POST', `/api/operations/${id}/cancel`), 409)).toBe(
      '/problems/not-possible-now',
    );
  });

  it('is on the list with its sums, as by itself, and without its machines', async () => {
    const begun = [
      await done(alice, { kind: 'start', vmIds: [vms.a1.id, vms.b1.id, randomUUID()] }),
      await done(alice, { kind: 'force-off', vmIds: [vms.a1.id] }),
    ];
    const cancelled = randomUUID();
    await query(
      `INSERT INTO operations (id, kind, actor_id, waiting, refused, created_at)
       VALUES ($1, 'start', (SELECT id FROM users WHERE username = 'alice'), '{}', $2, now())`,
      [cancelled, JSON.stringify([{ vmId: vms.a1.id, code: 'cancelled', params: {} }])],
    );
    const listed = (await read(alice.get('/api/operations'), 200)) as object[];
    const whole = await Promise.all(
      [cancelled, begun[1]?.id, begun[0]?.id].map((id) => read(alice.get(`/api/operations/${id}`), 200)),
    );
    const sums = (operation: unknown) => OperationSummary.parse(operation);
    expect(listed.slice(0, 3)).toEqual(whole.map(sums));
    expect(listed[0]).toMatchObject({ state: 'cancelled', done: 1, total: 1 });
    expect(listed[2]).toMatchObject({ state: 'failed', progress: 100, done: 3, total: 3 });
    expect(listed.filter((one) => 'children' in one)).toEqual([]);
  });

  it('is one of twenty at most that one has under way; those of others do not count', async () => {
    const database = api.app.get(DataSource);
    const locks = api.app.get(AdvisoryLocks);
    // Nobody goes on with them meanwhile.
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const held = (rest: readonly string[], then: () => Promise<void>): Promise<void> => {
      const [id, ...others] = rest;
      if (id === undefined) return then();
      return locks.hold(`operation:${id}`, new AbortController().signal, () => held(others, then));
    };
    await held(ids, async () => {
      await database.query(
        `INSERT INTO operations (id, kind, actor_id, waiting, refused, created_at)
         SELECT unnest($1::uuid[]), 'suspend', (SELECT id FROM users WHERE username = 'alice'), ARRAY[$2::uuid], '[]', now()`,
        [ids, vms.a1.id],
      );
      const request = { kind: 'suspend', vmIds: [vms.a1.id] };
      const tooMany = await read(alice.send('POST', '/api/operations', request), 409);
      expect(Problem.parse(tooMany)).toMatchObject({
        type: '/problems/too-many-operations',
        detail: expect.stringMatching(/^Vous avez déjà 20 opérations en cours/),
      });
      await order(bob, { kind: 'suspend', vmIds: [vms.b1.id] });
      await query('DELETE FROM operations WHERE id = $1', [ids[0]]);
      await order(alice, request);
      await query('DELETE FROM operations WHERE id = ANY($1)', [ids]);
    });
  });

  it('is its own person’s: others, and who is nobody, do not see it', async () => {
    const { id } = await order(prof, { kind: 'suspend', vmIds: [vms.p1.id] });
    for (const who of [alice, admin])
      for (const ask of [
        who.get(`/api/operations/${id}`),
        who.send('POST', `/api/operations/${id}/cancel`),
        who.send('POST', `/api/operations/${id}/repeat`),
      ])
        expect(await refusal(ask, 404)).toBe('/problems/not-found');
    expect(await refusal(visit(api).get(`/api/operations/${id}`), 401)).toBe('/problems/not-signed-in');
    const ofProf = (await read(prof.get('/api/operations'), 200)) as Operation[];
    expect(ofProf[0]?.id).toBe(id);
    const ofAlice = (await read(alice.get('/api/operations'), 200)) as Operation[];
    expect(ofAlice.map((each) => each.id)).not.toContain(id);
  });

  it('goes after its days, and deletes what it was told to', async () => {
    const { state, id } = await done(prof, { kind: 'delete', vmIds: [vms.p1.id] });
    expect(state).toBe('succeeded');
    await until('it is gone', async () => (await prof.get(`/api/vms/${vms.p1.id}`)).status === 404);
    await api.app.get(OperationRetention).removeOld(new Date(Date.now() + 1000 * 24 * 3600_000));
    expect((await prof.get(`/api/operations/${id}`)).status).toBe(404);
  });
});
