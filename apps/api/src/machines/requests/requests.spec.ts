import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { signIn, visit } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { OrphanedRequests } from './orphaned-requests.js';
import { REQUESTS_PER_HOUR } from './request-flood.js';
import { ResourceRequestEntity } from './resource-request.entity.js';
import { DAY_MS, iso, REASON, RequestsApi } from './testing/requests-api.js';

let api: TestApi;
let people: RequestsApi;
beforeAll(async () => {
  api = await startApi();
  people = await RequestsApi.at(api);
});
afterAll(() => api.stop());
afterEach(async () => {
  const database = api.app.get(DataSource);
  await database.getRepository(ResourceRequestEntity).createQueryBuilder().delete().execute();
  await database.query('DELETE FROM quota_grants');
  await database.query('DELETE FROM notices');
});

const aQuota = { want: { vms: 6, vcpus: 10 } };

describe('asking for a larger quota', () => {
  it('reaches the teachers, with reason and usage', async () => {
    const end = iso(Date.now() + 30 * DAY_MS);
    const asked = await people.ask(people.alice, { ...aQuota, until: end });
    expect(asked).toMatchObject({
      state: 'pending',
      want: { vms: 6, vcpus: 10 },
      reason: REASON,
      until: end,
      requester: { username: 'alice' },
      groups: [{ name: 'demo' }],
      vm: null,
      allowedActions: ['cancel'],
      history: [{ what: 'created', by: { username: 'alice' }, comment: REASON }],
    });
    const [inbox] = await people.list(people.prof);
    expect(inbox).toMatchObject({
      id: asked.id,
      usage: { vms: 0 },
      effective: { vms: 4, vcpus: 8 },
      allowedActions: ['approve', 'reject'],
    });
    const [notice] = await people.notices(people.prof);
    expect(notice).toMatchObject({ kind: 'request-created', link: `/demandes/${asked.id}` });
    expect(notice!.text).toContain('6 machines, 10\u00a0vCPU');
    expect(notice!.text).toContain(REASON);
    expect(await people.notices(people.admin)).toEqual([]);
  });

  it.each([
    ['no more than one has', { want: { vms: 4 } }, '/want/vms'],
    ['nothing', { want: {} }, '/want'],
    ['no limit at all', { want: { vms: null } }, '/want'],
    ['something unknown', { want: { gpus: 1 } }, '/want'],
    ['a past date', { ...aQuota, until: iso(Date.now() - 1000) }, '/until'],
    ['a date in three years', { ...aQuota, until: iso(Date.now() + 1100 * DAY_MS) }, '/until'],
    ['too short a reason', { ...aQuota, reason: 'SVP' }, '/reason'],
    ['too long a reason', { ...aQuota, reason: 'x'.repeat(1001) }, '/reason'],
  ])('refuses %s, and says where', async (_what, request, pointer) => {
    const problem = await people.refusal(people.alice, '/api/requests', { reason: REASON, ...request });
    expect(problem).toMatchObject({ status: 400, type: '/problems/invalid-request' });
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    for (const { detail } of problem.errors ?? []) expect(detail).not.toMatch(/^[a-z]+\.[a-z-]+$/);
  });

  it('has one question open at a time', async () => {
    const first = await people.ask(people.alice, aQuota);
    const again = await people.refusal(people.alice, '/api/requests', { ...aQuota, reason: REASON });
    expect(again).toMatchObject({ status: 409, type: '/problems/request-pending' });
    await people.decide(people.alice, first, 'cancel');
    await people.ask(people.alice, aQuota);
  });

  it.each([
    ['has left the directory', { source: 'directory', leftDirectoryAt: new Date() }],
    ['is in a directory that is no longer configured', { source: 'directory' }],
    ['is disabled', { disabledAt: new Date() }],
    ['has no password', { passwordHash: null }],
  ] as const)('reaches the administrators when the only teacher %s', async (_why, change) => {
    const users = api.app.get(DataSource).getRepository(UserEntity);
    const { source, passwordHash } = await users.findOneByOrFail({ username: 'prof' });
    await users.update({ username: 'prof' }, change);
    try {
      const asked = await people.ask(people.alice, aQuota);
      const told = await people.notices(people.admin);
      expect(told).toMatchObject([{ kind: 'request-created', link: `/demandes/${asked.id}` }]);
    } finally {
      const before = { source, passwordHash, disabledAt: null, leftDirectoryAt: null };
      await users.update({ username: 'prof' }, before);
    }
    expect(await people.notices(people.prof)).toEqual([]);
  });

  it('reaches the administrators once when the only teacher leaves afterwards', async () => {
    const asked = await people.ask(people.alice, aQuota);
    const look = () => api.app.get(OrphanedRequests).tellDeciders(new Date());
    await look();
    expect(await people.notices(people.admin)).toEqual([]);
    const users = api.app.get(DataSource).getRepository(UserEntity);
    await users.update({ username: 'prof' }, { disabledAt: new Date() });
    try {
      for (let round = 0; round < 2; round++) await look();
      const told = await people.notices(people.admin);
      expect(told).toMatchObject([{ kind: 'request-created', link: `/demandes/${asked.id}` }]);
      await people.decide(people.alice, asked, 'cancel');
      await look();
      expect(await people.notices(people.admin)).toHaveLength(2);
    } finally {
      await users.update({ username: 'prof' }, { disabledAt: null });
    }
  });

  it('reaches the teacher alone when another one has left the directory', async () => {
    const { id: userId } = await api.app.get(DataSource).getRepository(UserEntity).save({
      username: 'partie',
      displayName: 'Partie',
      role: 'teacher',
      source: 'directory',
      leftDirectoryAt: new Date(),
    });
    const [groupId] = await groupsOf('alice');
    await api.app.get(DataSource).getRepository(GroupMemberEntity).insert({ groupId, userId, teaches: true });
    await people.ask(people.alice, aQuota);
    const told = await api.app.get(DataSource).query('SELECT user_id FROM notices');
    expect(told).toEqual([{ user_id: people.ids['prof'] }]);
    await api.app.get(DataSource).getRepository(UserEntity).delete({ id: userId });
  });

  it('is not for administrators, who have no limits', async () => {
    const problem = await people.refusal(people.admin, '/api/requests', { ...aQuota, reason: REASON });
    expect(problem).toMatchObject({ status: 403, type: '/problems/role-too-low' });
  });
});

describe('deciding', () => {
  it('gives half of it, at once', async () => {
    const asked = await people.ask(people.alice, aQuota);
    const approved = await people.decide(people.prof, asked, 'approve', {
      grant: { vms: 5 },
      comment: 'Cinq suffisent.',
    });
    expect(approved).toMatchObject({
      state: 'approved',
      grant: { vms: 5 },
      grantedUntil: null,
      takesEffect: 'now',
      decidedBy: { username: 'prof' },
      comment: 'Cinq suffisent.',
      allowedActions: ['withdraw'],
    });
    expect((await people.quota(people.alice)).effective).toMatchObject({ vms: 5, vcpus: 8 });
    const [notice] = await people.notices(people.alice);
    expect(notice).toMatchObject({ kind: 'request-approved' });
    expect(notice!.text).toContain('5 machines');
    expect(notice!.text).toContain('Cinq suffisent.');
  });

  it.each(['approve', 'reject', 'cancel'] as const)('to %s reads what was told of it', async (decision) => {
    const asked = await people.ask(people.alice, aQuota);
    const told = async () =>
      (await people.notices(people.prof)).filter(({ kind }) => kind === 'request-created');
    expect(await told()).toMatchObject([{ readAt: null }]);
    const decider = decision === 'cancel' ? people.alice : people.prof;
    await people.decide(decider, asked, decision, decision === 'reject' ? { comment: 'Non.' } : undefined);
    expect(await told()).toMatchObject([{ readAt: expect.any(String) }]);
  });

  it('never gives more than was asked for, or something else', async () => {
    const asked = await people.ask(people.alice, aQuota);
    for (const grant of [{ vms: 7 }, { memoryMiB: 1 }, {}, { vms: null }]) {
      const problem = await people.refusal(people.prof, `/api/requests/${asked.id}/approve`, { grant });
      expect(problem).toMatchObject({ status: 400, type: '/problems/invalid-request' });
    }
    expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
  });

  it('gives no more than the group has, and the question stays open', async () => {
    const [group] = await groupsOf('alice');
    const budget = { budget: { vms: 5 } };
    expect((await people.admin.send('PUT', `/api/groups/${group}/quota`, budget)).status).toBe(200);
    try {
      const asked = await people.ask(people.alice, aQuota);
      const problem = await people.refusal(people.prof, `/api/requests/${asked.id}/approve`, {});
      expect(problem).toMatchObject({
        status: 409,
        type: '/problems/quota-exceeded',
        exceeded: [{ level: 'group', dimension: 'vms', asked: 6, limit: 5 }],
      });
      expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
      await people.decide(people.prof, asked, 'approve', { grant: { vms: 5, vcpus: 10 } });
    } finally {
      await people.admin.send('PUT', `/api/groups/${group}/quota`, { budget: { vms: null } });
    }
  });

  it('says no with a word', async () => {
    const asked = await people.ask(people.alice, aQuota);
    const path = `/api/requests/${asked.id}/reject`;
    expect(await people.refusal(people.prof, path, { comment: ' ' })).toMatchObject({ status: 400 });
    const rejected = await people.decide(people.prof, asked, 'reject', {
      comment: 'Supprimez d’abord web1.',
    });
    expect(rejected).toMatchObject({
      state: 'rejected',
      comment: 'Supprimez d’abord web1.',
      allowedActions: [],
    });
    expect((await people.quota(people.alice)).effective.vms).toBe(4);
    expect((await people.notices(people.alice))[0]!.text).toContain('Supprimez d’abord web1.');
  });

  it('is over once decided, and says who was first', async () => {
    const asked = await people.ask(people.alice, aQuota);
    await people.decide(people.prof, asked, 'reject', { comment: 'Non' });
    for (const [who, decision] of [
      [people.admin, 'approve'],
      [people.admin, 'reject'],
      [people.alice, 'cancel'],
      [people.admin, 'withdraw'],
    ] as const) {
      const terms = decision === 'reject' ? { comment: 'Non' } : {};
      const problem = await people.refusal(who, `/api/requests/${asked.id}/${decision}`, terms);
      expect(problem).toMatchObject({ status: 409, type: '/problems/request-decided' });
      expect(problem.detail).toContain('refusée par Prof');
    }
  });

  it('has one winner, however many decide at once', async () => {
    const asked = await people.ask(people.alice, aQuota);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? people.prof : people.admin).send(
          'POST',
          `/api/requests/${asked.id}/${index % 3 ? 'approve' : 'reject'}`,
          index % 3 ? {} : { comment: 'Non' },
        ),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(39).fill(409)]);
    const grants = await api.app.get(DataSource).query<unknown[]>('SELECT 1 FROM quota_grants');
    const { state, history } = await people.show(people.alice, asked);
    expect(grants).toHaveLength(state === 'approved' ? 1 : 0);
    expect(history.map(({ what }) => what)).toEqual(['created', state]);
  });

  it('can be taken back', async () => {
    const asked = await people.ask(people.alice, aQuota);
    const early = await people.refusal(people.prof, `/api/requests/${asked.id}/withdraw`, {});
    expect(early).toMatchObject({ type: '/problems/request-decided' });
    expect(early.detail).not.toContain('n’est plus en attente');
    await people.decide(people.prof, asked, 'approve');
    expect((await people.quota(people.alice)).effective.vms).toBe(6);
    const withdrawn = await people.decide(people.prof, asked, 'withdraw', { comment: 'Le TP est fini.' });
    expect(withdrawn).toMatchObject({ state: 'withdrawn' });
    expect(withdrawn.history.map(({ what, comment }) => [what, comment])).toEqual([
      ['created', REASON],
      ['approved', null],
      ['withdrawn', 'Le TP est fini.'],
    ]);
    expect((await people.quota(people.alice)).effective.vms).toBe(4);
    expect((await people.notices(people.alice))[0]!.text).toContain('Le TP est fini.');
  });

  it('is recorded, by whom and for whom', async () => {
    const asked = await people.ask(people.alice, aQuota);
    await people.decide(people.prof, asked, 'approve');
    await people.decide(people.prof, asked, 'withdraw');
    const entries = await api.app
      .get(DataSource)
      .getRepository(AuditEntryEntity)
      .find({ where: { objectId: asked.id }, order: { id: 'ASC' } });
    expect(entries.map(({ action, actorName, ownerName }) => [action, actorName, ownerName])).toEqual([
      ['request.create', 'alice', null],
      ['request.approve', 'prof', 'alice'],
      ['request.withdraw', 'prof', 'alice'],
    ]);
  });
});

describe('strangers', () => {
  it('find nothing', async () => {
    const asked = await people.ask(people.alice, aQuota);
    const other = await otherTeacher();
    for (const stranger of [people.bob, other]) {
      expect(await people.list(stranger)).toEqual([]);
      expect(await people.refusal(stranger, `/api/requests/${asked.id}`)).toMatchObject({ status: 404 });
    }
    for (const decision of ['approve', 'reject', 'withdraw', 'cancel']) {
      const path = `/api/requests/${asked.id}/${decision}`;
      expect(await people.refusal(other, path, { comment: 'Non' })).toMatchObject({ status: 404 });
      expect((await people.refusal(people.bob, path, { comment: 'Non' })).status).toBe(
        decision === 'cancel' ? 404 : 403,
      );
      expect((await visit(api).send('POST', path, { comment: 'Non' })).status).toBe(401);
    }
    expect((await visit(api).get('/api/requests')).status).toBe(401);
    expect((await visit(api).get(`/api/requests/${asked.id}`)).status).toBe(401);
    expect((await visit(api).send('POST', '/api/requests', { ...aQuota, reason: REASON })).status).toBe(401);
    expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
  });

  it('decide nothing of their own: a teacher’s requests are the administrators’', async () => {
    const asked = await people.ask(people.prof, aQuota);
    expect(asked.allowedActions).toEqual(['cancel']);
    expect(await people.refusal(people.prof, `/api/requests/${asked.id}/approve`, {})).toMatchObject({
      type: '/problems/role-too-low',
    });
    const other = await otherTeacher();
    expect(await people.refusal(other, `/api/requests/${asked.id}/approve`, {})).toMatchObject({
      status: 404,
    });
    expect((await people.notices(people.admin))[0]).toMatchObject({ kind: 'request-created' });
    expect(await people.notices(other)).toEqual([]);
    await people.decide(people.admin, asked, 'approve');
    expect((await people.quota(people.prof)).effective.vms).toBe(6);
  });

  it('cancel nothing for others', async () => {
    const asked = await people.ask(people.alice, aQuota);
    expect(await people.refusal(people.prof, `/api/requests/${asked.id}/cancel`, {})).toMatchObject({
      status: 403,
    });
  });
});

it('is asked of administrators where nobody teaches', async () => {
  const memberships = api.app.get(DataSource).getRepository(GroupMemberEntity);
  const teaching = await memberships.findOneByOrFail({ userId: people.ids['prof']!, teaches: true });
  await memberships.delete({ userId: teaching.userId, groupId: teaching.groupId });
  try {
    await people.ask(people.alice, aQuota);
    expect(await people.notices(people.admin)).toHaveLength(1);
  } finally {
    await memberships.insert(teaching);
  }
});

it('is not asked for again and again: whoever floods the teachers’ mail waits', async () => {
  for (let asked = 0; asked < REQUESTS_PER_HOUR; asked += 1)
    await people.decide(people.alice, await people.ask(people.alice, aQuota), 'cancel');
  const send = (who = people.alice) => who.send('POST', '/api/requests', { ...aQuota, reason: REASON });
  const refused = await send();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
  expect(await refused.json()).toMatchObject({ type: '/problems/too-many-requests' });
  expect((await send(people.bob)).status).toBe(201);
  // What was asked while the clock was ahead keeps nobody waiting, either.
  for (const step of ['25 hours', '-27 hours']) {
    await api.app
      .get(DataSource)
      .query(`UPDATE resource_requests SET created_at = created_at + interval '${step}'`);
    const answer = await send();
    expect([step, answer.status]).toEqual([step, 201]);
    await people.decide(people.alice, (await answer.json()) as { id: string }, 'cancel');
  }
});

it('is listed by state, person and group, newest first', async () => {
  const ofAlice = await people.ask(people.alice, aQuota);
  const ofBob = await people.ask(people.bob, aQuota);
  await people.decide(people.prof, ofAlice, 'reject', { comment: 'Non' });
  const [group] = await groupsOf('alice');
  const idsOf = async (query: string) => (await people.list(people.prof, query)).map(({ id }) => id);
  expect(await idsOf('')).toEqual([ofBob.id, ofAlice.id]);
  expect(await idsOf('?state=pending')).toEqual([ofBob.id]);
  expect(await idsOf(`?user=${people.ids['alice']}`)).toEqual([ofAlice.id]);
  expect(await idsOf(`?group=${group}`)).toEqual([ofBob.id, ofAlice.id]);
  expect(await idsOf(`?before=${encodeURIComponent(ofBob.createdAt)}`)).toEqual([ofAlice.id]);
  for (const [time, found] of [
    ['0000-01-01T00:00:00Z', []],
    ['9999-12-31T23:59:59-23:59', [ofBob.id, ofAlice.id]],
  ] as const)
    expect(await idsOf(`?before=${time}`)).toEqual(found);
  expect((await people.prof.get('/api/requests?state=lost')).status).toBe(400);
});

async function groupsOf(username: string): Promise<string[]> {
  const userId = people.ids[username]!;
  const found = await api.app.get(DataSource).getRepository(GroupMemberEntity).findBy({ userId });
  return found.map(({ groupId }) => groupId);
}

/** Teaches nobody. */
async function otherTeacher() {
  const users = api.app.get(DataSource).getRepository(UserEntity);
  if (!(await users.existsBy({ username: 'collegue' }))) {
    const { passwordHash } = await users.findOneByOrFail({ username: 'prof' });
    await users.insert({
      username: 'collegue',
      displayName: 'Collègue',
      role: 'teacher',
      source: 'local',
      passwordHash,
    });
  }
  return signIn(api, 'collegue');
}
