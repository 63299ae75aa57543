import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { startApi, type TestApi } from '../testing/start-api.js';
import { JobQueue } from './job-queue.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('a job that was sent while the clock was ahead is due when the clock is right again', async () => {
  const queue = api.app.get(JobQueue);
  const database = api.app.get(DataSource);
  const id = randomUUID();
  await database.transaction(async (tx) => {
    await queue.send(tx, {
      id,
      kind: 'reset',
      host: null,
      subjectKind: 'vm',
      subjectId: randomUUID(),
      rank: 0,
    });
    await tx.query(`UPDATE pgboss.job SET start_after = now() + interval '25 hours' WHERE id = $1`, [id]);
  });
  await queue.bringForward();
  const due = `SELECT start_after <= now() AS "isDue" FROM pgboss.job WHERE id = $1`;
  expect(await database.query(due, [id])).toEqual([{ isDue: true }]);
});
