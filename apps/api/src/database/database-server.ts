import type { Environment } from '../config/environment.js';
import { DatabaseConnection } from './database-connection.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';

/** The PostgreSQL that we use: the one of DATABASE_URL, or the embedded one that starts and stops with us. */
export class DatabaseServer {
  private static readonly opened = new Set<DatabaseServer>();

  private constructor(
    readonly connection: DatabaseConnection,
    private readonly embedded: EmbeddedPostgres | null,
  ) {
    DatabaseServer.opened.add(this);
  }

  static async open({ databaseUrl, dataDir }: Environment): Promise<DatabaseServer> {
    if (databaseUrl) return new DatabaseServer(DatabaseConnection.toUrl(databaseUrl), null);
    const embedded = new EmbeddedPostgres(dataDir);
    return new DatabaseServer(await embedded.start(), embedded);
  }

  /** For a start that fails half-way, before there are modules that shut down. */
  static async closeAll(): Promise<void> {
    for (const server of this.opened) await server.close();
  }

  async close(): Promise<void> {
    if (!DatabaseServer.opened.delete(this)) return;
    await this.embedded?.stop();
  }
}
