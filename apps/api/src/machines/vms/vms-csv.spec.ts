import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { addRunningVm } from '../console-gateway/testing/console-visitor.js';
import { signIn, visit } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { VmEntity } from './vm.entity.js';

describe('machines for a spreadsheet', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
    const vms = api.app.get(DataSource).getRepository(VmEntity);
    await vms.update({ id: await addRunningVm(api, 'alice') }, { name: 'web1' });
    await vms.update({ id: await addRunningVm(api, 'bob') }, { name: 'dns', state: 'failed' });
    await api.app
      .get(DataSource)
      .getRepository(UserEntity)
      .update({ username: 'bob' }, { displayName: '=1+1' });
  });
  afterAll(() => api.stop());

  const linesFor = async (who: string, query = '') => {
    const answer = await (await signIn(api, who)).get(`/api/vms.csv${query}`);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    return (await answer.text()).trim().split('\r\n').slice(1);
  };

  it('are those that the reader sees, and nobody’s without a session', async () => {
    expect((await visit(api).get('/api/vms.csv')).status).toBe(401);
    expect(await linesFor('alice')).toEqual([
      expect.stringMatching(/^web1;.*;alice;.*;en marche;.*;\d+\.\d+\.\d+\.\d+;/),
    ]);
    expect(await linesFor('prof')).toHaveLength(2);
  });

  it('are filtered as the list is', async () => {
    expect(await linesFor('prof', '?state=failed')).toEqual([expect.stringMatching(/^dns;/)]);
    expect(await linesFor('prof', '?template=none-such')).toEqual([]);
  });

  it('hold nothing that a spreadsheet would compute', async () => {
    expect((await linesFor('prof', '?state=failed'))[0]).toContain(";'=1+1;");
  });
});
