import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { signIn } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { ResourceRequestEntity } from './resource-request.entity.js';
import { DAY_MS, iso, REASON, RequestsApi } from './testing/requests-api.js';

const NOBODYS = '11111111-1111-4111-8111-111111111111';
const DECISIONS = ['approve', 'reject', 'cancel', 'withdraw'] as const;

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
});

const aQuota = { want: { vms: 6 }, reason: REASON };
const bodyOf = (decision: (typeof DECISIONS)[number]) => (decision === 'reject' ? { comment: 'Non' } : {});

it.each(DECISIONS)('%s: of nothing there is nothing to decide, whatever the id', async (decision) => {
  const who = decision === 'cancel' ? people.alice : people.admin;
  for (const id of [NOBODYS, 'x', '0', '%00', '%27%20OR%201=1', 'a'.repeat(5000)]) {
    const { status } = await people.refusal(who, `/api/requests/${id}/${decision}`, bodyOf(decision));
    expect([id, status]).toEqual([id, 404]);
  }
});

describe('asking', () => {
  it.each([
    ['less than nothing', { want: { vms: -1 } }],
    ['half a machine', { want: { vms: 5.5 } }],
    ['what no number holds', { want: { vms: 1e300 } }],
    ['more than the database counts', { want: { memoryMiB: Number.MAX_SAFE_INTEGER } }],
    ['a word', { want: { vms: '6' } }],
    ['a truth', { want: { vms: true } }],
    ['a list', { want: [6] }],
    ['no wish', { want: null }],
    ['a date that is none', { ...aQuota, until: 'demain' }],
    ['a day that is none', { ...aQuota, until: '2027-02-31T00:00:00Z' }],
    ['a number for a date', { ...aQuota, until: 1 }],
    ['nine characters', { ...aQuota, reason: 'neuf car.' }],
    ['spaces for a reason', { ...aQuota, reason: ' '.repeat(20) }],
    ['no reason', { want: { vms: 6 }, reason: undefined }],
    ['a reason that is none', { ...aQuota, reason: 12345678901 }],
    ['a character that no text holds', { ...aQuota, reason: `${REASON}\0` }],
    ['a VM that is no id', { ...aQuota, want: { vcpus: 4 }, vmId: 'web1' }],
    ['a prolongation of no id', { ...aQuota, prolongs: '1' }],
  ])('is refused with %s', async (_what, request) => {
    const problem = await people.refusal(people.alice, '/api/requests', { reason: REASON, ...request });
    expect(problem).toMatchObject({ status: 400 });
    expect(await people.list(people.alice)).toEqual([]);
  });

  it('decides nothing by what it says besides', async () => {
    const besides = { state: 'approved', grant: { vms: 99 }, requester: { id: people.ids['bob'] } };
    expect(await people.ask(people.alice, { ...aQuota, ...besides })).toMatchObject({
      state: 'pending',
      grant: null,
      requester: { username: 'alice' },
    });
    expect((await people.quota(people.alice)).effective.vms).toBe(4);
  });

  it('takes a reason of 10 characters and of 1,000', async () => {
    for (const reason of ['dix caract', 'x'.repeat(1000)]) {
      const asked = await people.ask(people.alice, { ...aQuota, reason });
      await people.decide(people.alice, asked, 'cancel');
    }
  });

  it('for a VM or a grant that nobody has is as if it were not there', async () => {
    for (const request of [
      { vmId: NOBODYS, want: { vcpus: 4 } },
      { prolongs: NOBODYS, want: { vms: 6 } },
    ])
      expect(
        await people.refusal(people.alice, '/api/requests', { reason: REASON, ...request }),
      ).toMatchObject({ status: 404 });
  });
});

describe('deciding', () => {
  it.each([
    ['less than nothing', { grant: { vms: -1 } }],
    ['half a machine', { grant: { vms: 5.5 } }],
    ['a word', { grant: { vms: 'cinq' } }],
    ['what was not asked for', { grant: { gpus: 1 } }],
    ['an end in the past', { until: iso(Date.now() - DAY_MS) }],
    ['an end that is none', { until: 'jamais' }],
    ['a comment without end', { comment: 'x'.repeat(100_000) }],
    ['a character that no text holds', { comment: 'Oui\0' }],
  ])('is refused with %s, and the question stays open', async (_what, terms) => {
    const asked = await people.ask(people.alice, aQuota);
    const path = `/api/requests/${asked.id}/approve`;
    expect(await people.refusal(people.prof, path, terms)).toMatchObject({ status: 400 });
    expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
  });

  it('with no needs a word', async () => {
    const asked = await people.ask(people.alice, aQuota);
    for (const body of [{}, { comment: '' }, { comment: null }, { comment: 'x'.repeat(1001) }])
      expect(await people.refusal(people.prof, `/api/requests/${asked.id}/reject`, body)).toMatchObject({
        status: 400,
      });
    expect(await people.show(people.alice, asked)).toMatchObject({ state: 'pending' });
  });

  it('is over for a teacher who no longer teaches the student', async () => {
    const asked = await people.ask(people.alice, aQuota);
    const memberships = api.app.get(DataSource).getRepository(GroupMemberEntity);
    const teaching = await memberships.findOneByOrFail({ userId: people.ids['prof']!, teaches: true });
    const path = `/api/groups/${teaching.groupId}/members/${teaching.userId}`;
    expect((await people.admin.send('DELETE', path)).status).toBe(204);
    try {
      for (const decision of ['approve', 'reject'] as const)
        expect(
          await people.refusal(people.prof, `/api/requests/${asked.id}/${decision}`, bodyOf(decision)),
        ).toMatchObject({ status: 404 });
      expect(await people.list(people.prof)).toEqual([]);
    } finally {
      await memberships.insert(teaching);
    }
    await people.decide(await signIn(api, 'prof'), asked, 'approve');
  });

  it('of one’s own request is nobody’s, also in a group that a colleague teaches', async () => {
    const made = await people.admin.send('POST', '/api/groups', { name: 'formation' });
    const { id } = (await made.json()) as { id: string };
    const members = api.app.get(DataSource).getRepository(GroupMemberEntity);
    await members.insert({ groupId: id, userId: people.ids['prof']!, teaches: false });
    const prof = await signIn(api, 'prof');
    const asked = await people.ask(prof, aQuota);
    expect(asked.allowedActions).toEqual(['cancel']);
    for (const decision of ['approve', 'reject', 'withdraw'] as const)
      expect(
        await people.refusal(prof, `/api/requests/${asked.id}/${decision}`, bodyOf(decision)),
      ).toMatchObject({ status: 403, type: '/problems/role-too-low' });
  });
});
