import { expect, it } from '@jest/globals';
import { Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { JobQueue } from '../../jobs/job-queue.js';
import { signIn } from '../../testing/sign-in.js';
import { startApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';

it('migrations make exactly the tables that the entities describe', async () => {
  const api = await startApi();
  try {
    const { upQueries } = await api.app.get(DataSource).driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  } finally {
    await api.stop();
  }
});

it('constraints and indexes are named for what they are: PK, FK, UQ, CHK or IDX, then the table', async () => {
  const api = await startApi();
  try {
    // PostgreSQL names those that say NOT NULL by itself.
    const named = await api.app.get(DataSource).query<{ name: string; table: string }[]>(`
      SELECT conname AS name, conrelid::regclass::text AS table FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
      UNION SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'`);
    const others = named.filter(
      ({ name, table }) =>
        table !== 'migrations' && !new RegExp(`^(PK|FK|UQ|CHK|IDX)_${table}(_|$)`).test(name),
    );
    expect(others).toEqual([]);
    expect(named.length).toBeGreaterThan(50);
  } finally {
    await api.stop();
  }
});

it('every migration can be undone', async () => {
  const api = await startApi();
  try {
    const dataSource = api.app.get(DataSource);
    while ((await dataSource.query<[]>('SELECT 1 FROM migrations LIMIT 1')).length > 0) {
      await dataSource.undoLastMigration();
    }
    const tables = await dataSource.query<{ tablename: string }[]>(
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'",
    );
    expect(tables).toEqual([]);
  } finally {
    await api.stop();
  }
});

it('jobs of an earlier version keep their place in the queue, and are on the host of their VM', async () => {
  const api = await startApi();
  try {
    const dataSource = api.app.get(DataSource);
    const waiting = { id: randomUUID(), kind: 'reset' as const, host: null, rank: 0 };
    const subject = { subjectKind: 'vm' as const, subjectId: randomUUID() };
    await dataSource.transaction(async (tx) => {
      await api.app.get(JobQueue).send(tx, { ...waiting, ...subject });
      // Not before its time: nobody takes it here.
      await tx.query(`UPDATE pgboss.job SET start_after = now() + interval '30 seconds' WHERE id = $1`, [
        waiting.id,
      ]);
    });
    const key = async () => {
      const of = 'SELECT singleton_key AS key FROM pgboss.job WHERE id = $1';
      return (await dataSource.query<{ key: string }[]>(of, [waiting.id]))[0]?.key;
    };
    const alice = await signIn(api, 'alice');
    const asked = await alice.send('POST', '/api/vms', {
      ...{ name: 'web', templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 512 },
      ...{ diskGiB: 10, password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
    });
    const vm = Vm.parse(await asked.json());
    // A job that still writes would wait for the tables that a migration locks, and it for the job's.
    const now = async () => Vm.parse(await (await alice.send('GET', `/api/vms/${vm.id}`)).json());
    await until('it is made', async () => (await now()).state === 'running');
    await dataSource.query(`INSERT INTO host_boots (host, boot_id) VALUES ('a', 'b')`);
    await dataSource.query(`UPDATE vms SET host = 'its own'`);
    const isUndone = async () =>
      (await dataSource.query<[]>(`SELECT FROM migrations WHERE name LIKE 'GiveJobsASubject%'`)).length === 0;
    while (!(await isUndone())) await dataSource.undoLastMigration();
    expect(await key()).toBe(subject.subjectId);
    await dataSource.runMigrations();
    expect(await key()).toBe(`vm:${subject.subjectId}`);
    const hosts = await dataSource.query('SELECT DISTINCT host FROM jobs WHERE subject_id = $1', [vm.id]);
    expect(hosts).toEqual([{ host: 'its own' }]);
  } finally {
    await api.stop();
  }
});
