import type { Environment } from '../config/environment.js';
import { DatabaseConnection } from './database-connection.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';

/** The PostgreSQL that we use: the one of DATABASE_URL, or the embedded one that starts and stops with us. */
export class DatabaseServer {
  private constructor(
    readonly connection: DatabaseConnection,
    private readonly embedded: EmbeddedPostgres | null,
  ) {}

  static async open({ databaseUrl, dataDir }: Environment): Promise<DatabaseServer> {
    if (databaseUrl) return new DatabaseServer(DatabaseConnection.toUrl(databaseUrl), null);
    const embedded = new EmbeddedPostgres(dataDir);
    return new DatabaseServer(await embedded.start(), embedded);
  }

  async close(): Promise<void> {
    await this.embedded?.stop();
  }
}
