import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { OrphanedRequests } from './orphaned-requests.js';
import { ResourceRequestEntity } from './resource-request.entity.js';
import { DAY_MS, HOUR_MS, iso, RequestsApi } from './testing/requests-api.js';

const MINUTE_MS = 60_000;

let api: TestApi;
let people: RequestsApi;
beforeAll(async () => {
  const mail = { SMTP_HOST: '127.0.0.1', SMTP_PORT: '9', SMTP_FROM: 'vmm@iris.example' };
  api = await startApi({ env: { ...mail, ADMIN_EMAILS: 'bureau@iris.example' } });
  people = await RequestsApi.at(api);
});
afterAll(() => api.stop());
afterEach(async () => {
  const database = api.app.get(DataSource);
  await database.getRepository(ResourceRequestEntity).createQueryBuilder().delete().execute();
  await database.query('DELETE FROM quota_grants');
  await database.query('DELETE FROM notices');
});

async function grantedUntil(end: number) {
  const asked = await people.ask(people.alice, { want: { vms: 6 }, until: iso(end) });
  return people.decide(people.prof, asked, 'approve');
}
const warnings = async () =>
  (await people.notices(people.alice))
    .filter(({ kind }) => kind === 'request-expiring')
    .map(({ text }) => text);

describe('the end date of a grant', () => {
  it('takes the quota back by itself, and says so', async () => {
    const end = Date.now() + 30 * DAY_MS;
    const request = await grantedUntil(end);
    await people.upkeepAt(end - 1);
    expect((await people.quota(people.alice)).effective.vms).toBe(6);
    expect(await people.show(people.alice, request)).toMatchObject({ state: 'approved' });
    await people.upkeepAt(end);
    expect((await people.quota(people.alice)).effective.vms).toBe(4);
    const expired = await people.show(people.alice, request);
    expect(expired).toMatchObject({ state: 'expired', allowedActions: [] });
    expect(expired.history.at(-1)).toMatchObject({ what: 'expired', by: null, at: iso(end) });
    const [notice] = await people.notices(people.alice);
    expect(notice).toMatchObject({ kind: 'request-expired' });
    // Once.
    await people.upkeepAt(end + DAY_MS);
    expect((await people.show(people.alice, request)).history).toEqual(expired.history);
  });

  it('is announced 7 days, 1 day and 1 hour before, each once', async () => {
    const end = Date.now() + 30 * DAY_MS;
    const { id } = await grantedUntil(end);
    const told: [number, number][] = [];
    for (const before of [
      10 * DAY_MS,
      7 * DAY_MS + MINUTE_MS,
      7 * DAY_MS,
      6 * DAY_MS,
      DAY_MS + MINUTE_MS,
      DAY_MS,
      2 * HOUR_MS,
      HOUR_MS,
      MINUTE_MS,
    ]) {
      await people.upkeepAt(end - before);
      told.push([before, (await warnings()).length]);
    }
    expect(told.map(([, count]) => count)).toEqual([0, 0, 1, 1, 1, 2, 2, 3, 3]);
    const texts = (await warnings()).toReversed();
    expect(texts.map((text) => /moins (de sept jours|d’un jour|d’une heure)/.exec(text)?.[1])).toEqual([
      'de sept jours',
      'd’un jour',
      'd’une heure',
    ]);
    const [notice] = await people.notices(people.alice);
    expect(notice!.link).toBe(`/demandes/${id}?prolonger=1`);
  });

  it('is announced once when nobody looked for a while: by the nearest warning', async () => {
    const end = Date.now() + 30 * DAY_MS;
    await grantedUntil(end);
    await people.upkeepAt(end - HOUR_MS / 2);
    await people.upkeepAt(end - HOUR_MS / 4);
    expect(await warnings()).toEqual([expect.stringContaining('d’une heure')]);
  });

  it('is not announced to whoever was told a moment ago', async () => {
    const end = Date.now() + 3 * DAY_MS;
    await grantedUntil(end);
    await people.upkeepAt(Date.now());
    expect(await warnings()).toEqual([]);
    await people.upkeepAt(end - DAY_MS);
    expect(await warnings()).toHaveLength(1);
  });

  it('is looked after by several processes, and comes once', async () => {
    const end = Date.now() + 30 * DAY_MS;
    const request = await grantedUntil(end);
    await Promise.all(Array.from({ length: 8 }, () => people.upkeepAt(end - HOUR_MS)));
    expect(await warnings()).toHaveLength(1);
    await Promise.all(Array.from({ length: 8 }, () => people.upkeepAt(end)));
    const { history } = await people.show(people.alice, request);
    expect(history.map(({ what }) => what)).toEqual(['created', 'approved', 'expired']);
  });
});

describe('a prolongation', () => {
  it('moves the end of the same grant, without a gap', async () => {
    const end = Date.now() + 10 * DAY_MS;
    const later = end + 20 * DAY_MS;
    const request = await grantedUntil(end);
    expect((await people.show(people.alice, request)).allowedActions).toEqual(['prolong']);
    await people.upkeepAt(end - HOUR_MS);
    const prolongation = await people.ask(people.alice, {
      prolongs: request.id,
      want: { vms: 1 },
      until: iso(later),
    });
    expect(prolongation).toMatchObject({ want: { vms: 6 }, prolongs: request.id });
    expect((await people.show(people.alice, request)).allowedActions).toEqual([]);
    const path = `/api/requests/${prolongation.id}/approve`;
    expect(await people.refusal(people.prof, path, { grant: { vms: 5 } })).toMatchObject({ status: 400 });
    await people.decide(people.prof, prolongation, 'approve');
    const moved = await people.show(people.alice, request);
    expect(moved).toMatchObject({ state: 'approved', grantedUntil: iso(later) });
    expect(moved.history.at(-1)).toMatchObject({
      what: 'prolonged',
      by: { username: 'prof' },
      until: iso(later),
    });
    await people.upkeepAt(end);
    expect((await people.quota(people.alice)).effective.vms).toBe(6);
    // The new end is announced anew, and ends both.
    await people.upkeepAt(later - HOUR_MS);
    expect(await warnings()).toHaveLength(2);
    await people.upkeepAt(later);
    expect((await people.quota(people.alice)).effective.vms).toBe(4);
    for (const one of [request, prolongation])
      expect(await people.show(people.alice, one)).toMatchObject({ state: 'expired' });
  });

  it('that is approved after the end gives the same anew', async () => {
    const end = Date.now() + 10 * DAY_MS;
    const request = await grantedUntil(end);
    const prolongation = await people.ask(people.alice, {
      prolongs: request.id,
      want: { vms: 6 },
      until: iso(end + DAY_MS),
    });
    await people.upkeepAt(end);
    expect((await people.quota(people.alice)).effective.vms).toBe(4);
    await people.decide(people.prof, prolongation, 'approve');
    expect((await people.quota(people.alice)).effective.vms).toBe(6);
    await people.upkeepAt(end + DAY_MS);
    expect((await people.quota(people.alice)).effective.vms).toBe(4);
  });

  it('by a teacher is within the budget, whoever gave it first', async () => {
    const end = Date.now() + 10 * DAY_MS;
    const asked = await people.ask(people.alice, { want: { vms: 6 }, until: iso(end) });
    await people.decide(people.admin, asked, 'approve');
    const [group] = (await (await people.admin.get('/api/groups')).json()) as { id: string }[];
    const budget = (vms: number | null) =>
      people.admin.send('PUT', `/api/groups/${group!.id}/quota`, { budget: { vms } });
    await budget(5);
    try {
      const later = { prolongs: asked.id, want: { vms: 6 }, until: iso(end + DAY_MS) };
      const prolongation = await people.ask(people.alice, later);
      const path = `/api/requests/${prolongation.id}/approve`;
      expect(await people.refusal(people.prof, path, {})).toMatchObject({
        type: '/problems/quota-exceeded',
        exceeded: [{ level: 'group', dimension: 'vms', asked: 6, limit: 5 }],
      });
      expect(await people.show(people.alice, asked)).toMatchObject({ grantedUntil: iso(end) });
      await people.decide(people.admin, prolongation, 'approve');
      expect(await people.show(people.alice, asked)).toMatchObject({ grantedUntil: iso(end + DAY_MS) });
    } finally {
      await budget(null);
    }
  });

  it('is for one’s own grants that still have an end, and for a later one', async () => {
    const end = Date.now() + 10 * DAY_MS;
    const request = await grantedUntil(end);
    const prolongation = { prolongs: request.id, want: { vms: 6 }, reason: 'Encore une semaine.' };
    expect(await people.refusal(people.bob, '/api/requests', prolongation)).toMatchObject({ status: 404 });
    const earlier = { ...prolongation, until: iso(end - DAY_MS) };
    expect(await people.refusal(people.alice, '/api/requests', earlier)).toMatchObject({ status: 400 });
    await people.decide(people.prof, request, 'withdraw');
    expect(await people.refusal(people.alice, '/api/requests', prolongation)).toMatchObject({
      status: 409,
      type: '/problems/request-decided',
    });
  });
});

it('a request that nobody may decide is told once, and again when somebody may', async () => {
  const database = api.app.get(DataSource);
  const close = (at: Date | null) =>
    database.query("UPDATE users SET disabled_at = $1 WHERE role IN ('teacher', 'admin')", [at]);
  const lookFor = () => api.app.get(OrphanedRequests).tellDeciders(new Date());
  const mails = async () =>
    (await database.query<unknown[]>(`SELECT FROM mails WHERE recipient = 'bureau@iris.example'`)).length;
  const before = await mails();
  await close(new Date());
  await people.ask(people.alice, { want: { vms: 6 } });
  await lookFor();
  await lookFor();
  await close(null);
  expect(await mails()).toBe(before + 1);
  await lookFor();
  expect(await people.notices(people.prof)).toMatchObject([{ kind: 'request-created' }]);
});
