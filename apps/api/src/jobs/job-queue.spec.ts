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

it('knows which jobs it will not deliver any more', async () => {
  const queue = api.app.get(JobQueue);
  const [kept, given, never] = [randomUUID(), randomUUID(), randomUUID()].map((id) => ({
    ...{ id, kind: 'reset' as const, host: null },
    ...{ subjectKind: 'vm' as const, subjectId: randomUUID(), rank: 0 },
  }));
  await api.app.get(DataSource).transaction(async (tx) => {
    for (const job of [kept!, given!]) await queue.send(tx, job);
    // Not before its time: nobody takes it here.
    await tx.query(`UPDATE pgboss.job SET start_after = now() + interval '30 seconds' WHERE id = $1`, [
      kept!.id,
    ]);
    await tx.query(`UPDATE pgboss.job SET state = 'cancelled' WHERE id = $1`, [given!.id]);
  });
  expect(await queue.lost([kept!, given!, never!])).toEqual([given, never]);
});

it('takes no more jobs once it stops, and still answers those that stop after it', async () => {
  const queue = api.app.get(JobQueue);
  await queue.stop();
  await queue.deliverAgain({ queue: 'vm-light', jobId: randomUUID(), attempt: 0, startedAt: new Date() });
  expect(await queue.deliveries()).toEqual([]);
});
