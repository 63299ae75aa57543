import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlatformCheck, SeenClient } from '@vm-manager/contracts';
import * as z from 'zod';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { Doctor } from './doctor.js';

const SECRET = 'not-to-be-seen';
let api: TestApi;
let admin: Visitor;
beforeAll(async () => {
  api = await startApi({
    env: {
      ...{ SMTP_HOST: '127.0.0.1', SMTP_PORT: '1', SMTP_USER: 'portal@school.example' },
      ...{ SMTP_PASSWORD: SECRET, SECRET_KEY: `${SECRET}-${'x'.repeat(32)}` },
    },
  });
  admin = await signIn(api, 'admin');
});
afterAll(() => api?.stop());

const checks = async (language: string) => {
  const answer = await admin.get('/api/platform/checks', { 'accept-language': language });
  expect(answer.status).toBe(200);
  return z.array(PlatformCheck).parse(await answer.json());
};

describe('the doctor’s list', () => {
  it('is read by administrators: what is well, and what is wrong with what mends it', async () => {
    const all = await checks('fr');
    expect(all.map(({ name }) => name)).toEqual([
      ...['configuration', 'acceleration', 'libvirt', 'networks', 'pool', 'vagrant', 'boxes'],
      ...['database', 'clocks', 'directory', 'mail', 'permissions', 'disk', 'ports', 'proxy'],
    ]);
    expect(all.find(({ name }) => name === 'database')).toMatchObject({
      ...{ title: 'base de données', status: 'ok', mend: null },
      detail: expect.stringMatching(/^PostgreSQL \d/),
    });
    expect(all.find(({ name }) => name === 'mail')).toMatchObject({
      ...{ title: 'courrier', status: 'wrong', detail: expect.stringContaining('ECONNREFUSED') },
      mend: expect.stringContaining('SMTP_'),
    });
    expect(JSON.stringify(all)).not.toContain(SECRET);
    expect((await admin.get('/api/vms')).status).toBe(200);
  });

  it('is examined once for all who ask while it is', async () => {
    const doctor = api.app.get(Doctor);
    const first = doctor.examine();
    expect(doctor.examine()).toBe(first);
    await first;
    const later = doctor.examine();
    expect(later).not.toBe(first);
    await later;
  });

  it('is nobody else’s', async () => {
    expect((await visit(api).get('/api/platform/checks')).status).toBe(401);
    for (const name of ['alice', 'prof'])
      expect((await (await signIn(api, name)).get('/api/platform/checks')).status).toBe(403);
  });
});

it('everybody is told their own address, and nothing of what others forge', async () => {
  const answer = await visit(api).get('/api/platform/client', { 'x-forwarded-for': '192.0.2.1' });
  expect(SeenClient.strict().parse(await answer.json())).toMatchObject({
    ...{ address: '127.0.0.1', isForwarded: true, isProxyTrusted: false },
  });
});
