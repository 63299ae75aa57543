import { DataSource, type DataSourceOptions } from 'typeorm';
import type { DatabaseConnection } from './database-connection.js';
import { MIGRATIONS } from './migrations.js';

/** Key of an advisory lock, any number that nothing else uses: processes that start together migrate one after the other. */
const MIGRATION_LOCK = 7_204_311_509;

export function dataSourceOptions(connection: DatabaseConnection) {
  const { connectionString: url, user: username, ...rest } = connection.clientConfig;
  return {
    type: 'postgres',
    ...(url === undefined ? { ...rest, username } : { url }),
    applicationName: 'vm-manager',
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    synchronize: false,
    // `gen_random_uuid()` is PostgreSQL's own: no extension has to be installed.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    poolSize: 20,
    logging: false,
  } satisfies DataSourceOptions;
}

/** A data source that is connected and whose schema is up to date. */
export async function openDataSource(options?: DataSourceOptions): Promise<DataSource> {
  if (!options) throw new Error('The data source needs its options');
  const dataSource = await new DataSource(options).initialize();
  try {
    await migrate(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

async function migrate(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    await lock.release();
  }
}
