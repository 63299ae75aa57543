import type { Environment } from '../config/environment.js';
import { DatabaseConnection } from './database-connection.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';

/** The PostgreSQL that we use: the one of DATABASE_URL, or the embedded one that starts and stops with us. */
export class DatabaseServer {
  private static readonly opened = new Set<Promise<DatabaseServer>>();
  private isClosed = false;

  private constructor(
    readonly connection: DatabaseConnection,
    private readonly embedded: EmbeddedPostgres | null,
  ) {}

  static open(environment: Environment): Promise<DatabaseServer> {
    const opening = DatabaseServer.start(environment);
    DatabaseServer.opened.add(opening);
    return opening;
  }

  /** For a start that fails before Nest can shut its modules down. Waits for a server that is just being opened. */
  static async closeAll(): Promise<void> {
    for (const opening of this.opened) {
      this.opened.delete(opening);
      await (await opening.catch(() => null))?.close();
    }
  }

  private static async start({ databaseUrl, dataDir }: Environment): Promise<DatabaseServer> {
    if (databaseUrl) return new DatabaseServer(DatabaseConnection.toUrl(databaseUrl), null);
    const embedded = new EmbeddedPostgres(dataDir);
    return new DatabaseServer(await embedded.start(), embedded);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.embedded?.stop();
  }
}
