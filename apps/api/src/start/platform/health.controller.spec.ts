import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { signIn, visit } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { HealthParts } from '../../foundation/health/health-parts.js';

let api: TestApi;
let admin: Awaited<ReturnType<typeof signIn>>;
let alice: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  api = await startApi();
  api.app
    .get(HealthParts)
    .register(
      'directory',
      () => Promise.reject(new Error('ldap://10.1.2.3:389: connect ECONNREFUSED /var/secret/place')),
      { needed: false },
    );
  admin = await signIn(api, 'admin');
  alice = await signIn(api, 'alice');
});
afterAll(() => api?.stop());

const ready = async (who: { get(path: string): Promise<Response> }) => {
  const answer = await who.get('/api/health/ready');
  return { status: answer.status, health: (await answer.json()) as { status: string; parts: object } };
};

describe('why something is not well', () => {
  it('is told to administrators', async () => {
    const { status, health } = await ready(admin);
    expect(status).toBe(200);
    expect(health.status).toBe('degraded');
    expect(JSON.stringify(health)).toContain('10.1.2.3');
  });

  it.each([
    ['a stranger', () => visit(api)],
    ['a student', () => alice],
  ])('is not told to %s: states only, of every part', async (_, who) => {
    const { status, health } = await ready(who());
    expect(status).toBe(200);
    expect(health.status).toBe('degraded');
    expect(Object.keys(health.parts).sort()).toEqual([
      'clock',
      'database',
      'directory',
      'disk',
      'libvirt',
      'pool',
      'quotas',
    ]);
    for (const part of Object.values(health.parts)) expect(Object.keys(part as object)).toEqual(['status']);
  });
});

describe('a database that has no room left', () => {
  const query = (text: string) => api.app.get(DataSource).query(text);
  const refuseWith = (code: string) =>
    query(`
      CREATE OR REPLACE FUNCTION test_full() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '${code}'; END $$;
      CREATE OR REPLACE TRIGGER test_full BEFORE INSERT ON sessions EXECUTE FUNCTION test_full();
    `);

  it.each(['53100', '53200', '53400', '58030', '25006', '57P04'])(
    'refuses a sign-in with 503 and lets read on (%s)',
    async (code) => {
      await refuseWith(code);
      const refused = await visit(api).send('POST', '/api/auth/login', { username: 'bob', password: 'x' });
      const full = await signIn(api, 'bob').catch((error: unknown) => error);
      await query('DROP TRIGGER test_full ON sessions');
      expect(refused.status).toBe(401);
      expect(String(full)).toContain('503');
      expect((await alice.get('/api/vms')).status).toBe(200);
      await signIn(api, 'bob');
    },
  );

  it('is said in health as long as it refuses', async () => {
    await refuseWith('53100');
    await expect(signIn(api, 'bob')).rejects.toThrow('503');
    await until('the database is degraded', async () => {
      const { parts } = (await ready(visit(api))).health as { parts: { database: { status: string } } };
      return parts.database.status === 'degraded';
    });
    await query('DROP TRIGGER test_full ON sessions');
  });
});
