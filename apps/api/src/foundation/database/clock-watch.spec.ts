import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { KnownPlaces } from '../../access/auth/known-places.js';
import { Sessions } from '../../access/sessions/sessions.js';
import { HealthParts } from '../health/health-parts.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { ClockWatch } from './clock-watch.js';
import { InstallationEntity } from './installation.entity.js';
import { REMOVED_PER_ROUND } from './remove-oldest.js';
import { Routines, type Routine } from './routines.js';

const HOUR_MS = 3600_000;
const DAYS_400 = 400 * 24 * HOUR_MS;
const START = Date.now();
const at = (ms: number) => new Date(START + ms);

let api: TestApi;
let watch: ClockWatch;
const routines = new Map<string, Routine>();

const lastSeen = (lastSeenAt: Date) =>
  api.app
    .get(DataSource)
    .getRepository(InstallationEntity)
    .update({ onlyOne: true }, { lastSeenAt, aheadSince: null, aheadSeenAt: null });

beforeAll(async () => {
  const start = Routines.prototype.start;
  jest.spyOn(Routines.prototype, 'start').mockImplementation(function (this: Routines, name, ...rest) {
    const routine = start.call(this, name, ...rest);
    routines.set(name, routine);
    return routine;
  });
  api = await startApi();
  watch = api.app.get(ClockWatch);
});
afterAll(() => api?.stop());
beforeEach(() => lastSeen(at(0)));

describe('a clock', () => {
  it('is trusted as it goes on, and after a night off or a step back', async () => {
    expect(await watch.isTrusted(at(60_000))).toBe(true);
    expect(await watch.isTrusted(at(30 * HOUR_MS))).toBe(true);
    // From Friday evening to Monday morning.
    expect(await watch.isTrusted(at(92 * HOUR_MS))).toBe(true);
    expect(await watch.isTrusted(at(-DAYS_400))).toBe(true);
  });

  it('that jumped ahead is believed after a day in which it went on', async () => {
    expect(await watch.isTrusted(at(DAYS_400))).toBe(false);
    expect(await watch.isTrusted(at(DAYS_400 + 23 * HOUR_MS))).toBe(false);
    expect(await watch.doubtedUntil()).toEqual(at(DAYS_400 + 24 * HOUR_MS));
    expect(await watch.isTrusted(at(DAYS_400 + 24 * HOUR_MS))).toBe(true);
    expect(await watch.doubtedUntil()).toBeNull();
  });

  it('is believed at the next use of a host that is used once a week', async () => {
    expect(await watch.isTrusted(at(30 * 24 * HOUR_MS))).toBe(false);
    expect(await watch.isTrusted(at(37 * 24 * HOUR_MS))).toBe(true);
  });

  it.each([
    { holidays: 'two weeks', days: 14 },
    { holidays: 'a summer', days: 63 },
  ])('is believed after days of use also when the host is off for $holidays each time', async ({ days }) => {
    const trusted: boolean[] = [];
    for (let use = 1; use <= 4; use++)
      for (const hour of [0, 5, 9])
        trusted.push(await watch.isTrusted(at((use * days * 24 + hour) * HOUR_MS)));
    // Nine hours each time: the third day of use has the 24th.
    expect(trusted.indexOf(true)).toBe(8);
    expect(trusted.slice(9)).toEqual([false, false, false]);
  });

  it('is believed on the second day after a summer', async () => {
    expect(await watch.isTrusted(at(63 * 24 * HOUR_MS))).toBe(false);
    expect(await watch.isTrusted(at((63 * 24 + 9) * HOUR_MS))).toBe(false);
    expect(await watch.isTrusted(at(64 * 24 * HOUR_MS))).toBe(true);
  });

  it('that jumps again and again is not believed for the jumps, and stays doubted after a step back', async () => {
    for (const times of [1, 2, 3, 2, 4]) expect(await watch.isTrusted(at(times * DAYS_400))).toBe(false);
    expect(await watch.doubtedUntil()).toEqual(at(4 * DAYS_400 + 24 * HOUR_MS));
    expect(await watch.isTrusted(at(4 * DAYS_400 + 24 * HOUR_MS))).toBe(true);
  });

  it('that jumps again is doubted on, and is believed at once when it is right again', async () => {
    expect(await watch.isTrusted(at(DAYS_400))).toBe(false);
    expect(await watch.isTrusted(at(2 * DAYS_400))).toBe(false);
    expect(await watch.isTrusted(at(2 * DAYS_400 + HOUR_MS))).toBe(false);
    expect(await watch.isTrusted(at(HOUR_MS))).toBe(true);
    expect(await watch.doubtedUntil()).toBeNull();
  });
});

describe('what a clock ahead by 400 days finds old', () => {
  const old = at(-DAYS_400);
  const count = async (from: string) => {
    const [row] = await api.app
      .get(DataSource)
      .query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${from}`);
    return row?.count;
  };
  const adminId = async () =>
    (await api.app.get(DataSource).getRepository(UserEntity).findOneByOrFail({ username: 'admin' })).id;

  it.each([
    {
      routine: 'AuthUpkeep',
      rows: 'sessions WHERE expires_at < now()',
      make: async () => api.app.get(Sessions).open(await adminId(), {}, old),
    },
    {
      routine: 'AuthUpkeep',
      rows: "known_places WHERE last_used_at < now() - interval '399 days'",
      make: async () => api.app.get(KnownPlaces).remember(await adminId(), '192.0.2.1', 'a browser', old),
      each: 2,
    },
    {
      routine: 'AuditRetention',
      rows: "audit_log WHERE at < now() - interval '399 days'",
      make: () =>
        api.app.get(DataSource).transaction((tx) => {
          const details = { lines: 1, olderThan: old.toISOString(), days: 365 };
          return api.app.get(AuditWriter).record(tx, null, { action: 'audit.retention', details }, old);
        }),
    },
    {
      routine: 'LiveEvents',
      rows: "events WHERE created_at < now() - interval '399 days'",
      make: () =>
        api.app.get(DataSource).query(
          `INSERT INTO events (kind, subject_id, owner_id, created_at)
             VALUES ('vm', gen_random_uuid(), gen_random_uuid(), $1)`,
          [old],
        ),
    },
  ])('$rows: stays until $routine may trust the clock', async ({ routine, rows, make, each = 1 }) => {
    await make();
    await lastSeen(old);
    await routines.get(routine)?.run();
    expect(await count(rows)).toBe(each);
    await lastSeen(at(0));
    await routines.get(routine)?.run();
    expect(await count(rows)).toBe(0);
  });

  it('is told by the health of the clock', async () => {
    await lastSeen(old);
    await routines.get('AuthUpkeep')?.run();
    expect((await api.app.get(HealthParts).examine()).parts['clock']?.status).toBe('degraded');
  });
});

describe('a clock that is believed wrongly', () => {
  const query = <Row>(text: string) => api.app.get(DataSource).query<Row[]>(text);
  const many = REMOVED_PER_ROUND + 3;

  it.each([
    {
      kind: 'AuditRetention',
      table: 'audit_log',
      columns: '(at, actor_name, action, outcome, details)',
      row: "'yann', 'vm.start', 'done', '{}'",
    },
    {
      kind: 'NoticeRetention',
      table: 'notices',
      columns: '(created_at, id, user_id, kind, params)',
      row: "gen_random_uuid(), (SELECT id FROM users LIMIT 1), 'request-approved', '{}'",
    },
    {
      kind: 'AuthUpkeep',
      table: 'sessions',
      columns: '(expires_at, user_id, token_hash, created_at, last_used_at)',
      row: "(SELECT id FROM users LIMIT 1), sha256(n::text::bytea), now() - interval '400 days', now()",
    },
    {
      kind: 'AuthUpkeep',
      table: 'known_places',
      columns: '(last_used_at, user_id, network)',
      row: '(SELECT id FROM users LIMIT 1), n::text',
    },
  ])('removes $table little by little, the oldest first', async ({ kind, table, columns, row }) => {
    const [age] = columns.slice(1).split(',');
    const left = () =>
      query<{ days: number }>(
        `SELECT round(extract(epoch FROM now() - ${age}) / 86400)::int AS days FROM ${table}
        WHERE ${age} < now() - interval '395 days' ORDER BY ${age} DESC`,
      );
    await routines.get(kind)?.run();
    await query(
      `INSERT INTO ${table} ${columns} SELECT now() - interval '400 days' - n * interval '1 day', ${row}
         FROM generate_series(1, ${many}) n`,
    );
    await routines.get(kind)?.run();
    expect(await left()).toEqual([{ days: 401 }, { days: 402 }, { days: 403 }]);
    await routines.get(kind)?.run();
    expect(await left()).toEqual([]);
  });
});
