import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { signIn, visit } from '../../testing/sign-in.js';
import { startApi, TEST_PASSWORD } from '../../testing/start-api.js';
import { FirstAccounts } from './first-accounts.js';
import { GroupEntity } from '../identity/group.entity.js';
import { UserEntity } from '../identity/user.entity.js';

async function firstAccounts(env: Record<string, string>) {
  const api = await startApi({ env });
  const created = api.firstAccounts;
  const signInStatus = async (username: string, password: string) =>
    (await visit(api).send('POST', '/api/auth/login', { username, password })).status;
  return { api, created, signInStatus };
}

it('passwords are random and told once when none is chosen', async () => {
  const { api, created } = await firstAccounts({ VMM_DEMO_PASSWORD: '' });
  try {
    expect(created.map(({ username }) => username)).toEqual(['admin', 'prof', 'alice', 'bob']);
    expect(new Set(created.map(({ password }) => password)).size).toBe(4);
    for (const { username, password } of created) await signIn(api, username, password ?? '');
    await api.app.get(FirstAccounts).make(() => Promise.reject(new Error('told twice')));
  } finally {
    await api.stop();
  }
});

it('there are no accounts before their passwords have been told', async () => {
  const { api } = await firstAccounts({});
  const database = api.app.get(DataSource);
  const there = () => database.getRepository(UserEntity).count();
  try {
    await database.getRepository(UserEntity).createQueryBuilder().delete().execute();
    await database.getRepository(GroupEntity).createQueryBuilder().delete().execute();
    const make = api.app.get(FirstAccounts).make(async (created) => {
      expect({ told: created.length, there: await there() }).toEqual({ told: 4, there: 0 });
      throw new Error('nobody reads this');
    });
    await expect(make).rejects.toThrow('nobody reads this');
    expect(await there()).toBe(0);
    await api.app.get(FirstAccounts).make(async () => undefined);
    expect(await there()).toBe(4);
  } finally {
    await api.stop();
  }
});

it('in production a chosen password is the administrator’s only', async () => {
  const { api, created, signInStatus } = await firstAccounts({ NODE_ENV: 'production' });
  try {
    expect(created.map(({ password }) => password === null)).toEqual([true, false, false, false]);
    expect(await signInStatus('admin', TEST_PASSWORD)).toBe(200);
    expect(await signInStatus('alice', TEST_PASSWORD)).toBe(401);
  } finally {
    await api.stop();
  }
});

it('with a directory there is only the administrator, the way in when it is down', async () => {
  const { api, created } = await firstAccounts({ LDAP_HOST: 'ldap://127.0.0.1:1' });
  try {
    expect(created).toEqual([{ username: 'admin', password: null }]);
  } finally {
    await api.stop();
  }
});
