import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

describe('an error of the database', () => {
  let api: TestApi;
  let admin: Visitor;
  beforeAll(async () => {
    api = await startApi();
    admin = await signIn(api, 'admin');
  });
  afterAll(() => api.stop());

  /** What the next group to be made ends with, as PostgreSQL says it. */
  async function answerTo(sqlState: string): Promise<Response> {
    const database = api.app.get(DataSource);
    await database.query(`
      CREATE OR REPLACE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '${sqlState}'; END $$`);
    await database.query(
      'CREATE OR REPLACE TRIGGER trouble BEFORE INSERT ON groups EXECUTE FUNCTION trouble()',
    );
    return admin.send('POST', '/api/groups', { name: `classe ${sqlState}` });
  }

  it.each(['40P01', '40001', '55P03'])('%s, of two at the same rows, asks to try again', async (sqlState) => {
    const answer = await answerTo(sqlState);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(Problem.parse(await answer.json()).type).toBe('/problems/too-busy');
  });

  it.each(['53100', '53200', '57P01'])('%s, of a database that cannot, says so', async (sqlState) => {
    const answer = await answerTo(sqlState);
    expect(Problem.parse(await answer.json())).toMatchObject({
      type: '/problems/database-unavailable',
      status: 503,
    });
  });

  it('of ours is ours, and tells nothing', async () => {
    const answer = await answerTo('P0001');
    const problem = Problem.parse(await answer.json());
    expect(problem).toMatchObject({ type: '/problems/internal-error', status: 500 });
    expect(JSON.stringify(problem)).not.toContain('trouble');
  });
});
