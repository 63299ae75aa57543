import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startApi } from '../../testing/start-api.js';

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
