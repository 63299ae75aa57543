import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { addRunningVm } from '../console-gateway/testing/console-visitor.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { UserEntity } from '../../access/identity/user.entity.js';

describe('a teacher sees', () => {
  let api: TestApi;
  let prof: Visitor;
  let ofAlice: string;
  beforeAll(async () => {
    api = await startApi();
    prof = await signIn(api, 'prof');
    ofAlice = await addRunningVm(api, 'alice');
  });
  afterAll(() => api.stop());

  const seen = async () => {
    const list = (await (await prof.get('/api/vms')).json()) as Vm[];
    const { status } = await prof.get(`/api/vms/${ofAlice}`);
    return { listed: list.some(({ id }) => id === ofAlice), status };
  };

  it('what belongs to the students of their groups', async () => {
    expect(await seen()).toEqual({ listed: true, status: 200 });
  });

  it.each(['teacher', 'admin'] as const)('nothing of a %s who is listed among them', async (role) => {
    const users = api.app.get(DataSource).getRepository(UserEntity);
    await users.update({ username: 'alice' }, { role });
    expect(await seen()).toEqual({ listed: false, status: 404 });
    await users.update({ username: 'alice' }, { role: 'student' });
  });
});
