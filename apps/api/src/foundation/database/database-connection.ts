import type { ClientConfig } from 'pg';

/** Where the database is, for whoever needs a connection of its own beside TypeORM's pool. */
export class DatabaseConnection {
  constructor(
    readonly clientConfig: Pick<ClientConfig, 'host' | 'port' | 'user' | 'database' | 'connectionString'>,
  ) {}

  static toUrl(connectionString: string): DatabaseConnection {
    return new DatabaseConnection({ connectionString });
  }

  /** The same for pg's pools and for pg-boss. */
  get poolConfig() {
    return this.clientConfig;
  }
}
