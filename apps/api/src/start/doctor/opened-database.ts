import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Environment } from '../../foundation/config/environment.js';
import { dataSourceOptions } from '../../foundation/database/data-source.js';
import { DatabaseServer } from '../../foundation/database/database-server.js';
import { InstallationEntity } from '../../foundation/database/installation.entity.js';

/** Recovery after a crash takes a while. */
const WITHIN_MS = 15_000;

/** The database, beside the program or without it; opened when it is first asked for. Nothing is made or changed in it. */
export class OpenedDatabase {
  private opening: Promise<DataSource | null> | undefined;

  constructor(private readonly environment: Environment) {}

  readonly open = (): Promise<DataSource | null> => (this.opening ??= this.begin());

  async close(): Promise<void> {
    await (await this.opening?.catch(() => null))?.destroy();
  }

  private async begin(): Promise<DataSource | null> {
    const isEmbedded = this.environment.databaseUrl === null;
    const cluster = join(this.environment.dataDir, 'postgres/PG_VERSION');
    if (isEmbedded && !(await stat(cluster).catch(() => null))) return null;
    const { connection } = await DatabaseServer.open(this.environment);
    return new DataSource({
      ...dataSourceOptions(connection),
      poolSize: 2,
      connectTimeoutMS: WITHIN_MS,
      migrations: [],
      entities: [InstallationEntity],
    }).initialize();
  }
}
