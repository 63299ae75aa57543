import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApi, type TestApi } from '../testing/start-api.js';
import { JobRetention } from './job-retention.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ env: { VMM_JOB_DAYS: '10' } });
  // By the VM and how many days ago they ended; the last one runs.
  await run(`
    INSERT INTO jobs (id, subject_kind, subject_id, owner_id, kind, estimate_group, state, steps, progress, input, created_at, finished_at)
    SELECT ('00000000-0000-4000-8000-00000000' || vm || lpad(days::text, 2, '0'))::uuid, 'vm', md5(vm::text)::uuid,
           gen_random_uuid(), 'start', 'debian-server', CASE WHEN runs THEN 'running' ELSE 'succeeded' END, '[]', 100,
           '{}', now() - days * interval '1 day' - interval '1 hour',
           CASE WHEN NOT runs THEN now() - days * interval '1 day' END
      FROM (VALUES (10, 30, false), (10, 20, false), (10, 11, false),
                   (20, 30, false), (20, 12, false), (20, 9, false), (20, 5, true)) j (vm, days, runs)`);
  await run(`INSERT INTO job_log (job_id, "offset", text) SELECT id, 0, 'x' FROM jobs`);
});
afterAll(() => api.stop());

const run = <Row>(sql: string): Promise<Row[]> => api.app.get(DataSource).query(sql);
const left = async (table: string, column: string) =>
  (await run<{ id: string }>(`SELECT right(${column}::text, 4) AS id FROM ${table} ORDER BY 1`)).map(
    ({ id }) => id,
  );

it('takes old jobs and their logs away, but each VM’s last and what is not over', async () => {
  await api.app.get(JobRetention).removeOld();
  for (const [table, column] of [
    ['jobs', 'id'],
    ['job_log', 'job_id'],
  ] as const)
    expect([table, await left(table, column)]).toEqual([table, ['1011', '2005', '2009']]);
});
