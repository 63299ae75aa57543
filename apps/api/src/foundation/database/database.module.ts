import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from './advisory-locks.js';
import { ClockWatch } from './clock-watch.js';
import { dataSourceOptions, openDataSource } from './data-source.js';
import { DatabaseConnection } from './database-connection.js';
import { DatabaseServer } from './database-server.js';
import { DatabaseServerModule } from './database-server.module.js';
import { InstallationEntity } from './installation.entity.js';
import { Installation } from './installation.js';
import { Notifications } from './notifications.js';
import { RefusedWrites } from './refused-writes.js';
import { Routines } from './routines.js';

@Global()
@Module({
  imports: [
    DatabaseServerModule,
    TypeOrmModule.forRootAsync({
      imports: [DatabaseServerModule],
      useFactory: (connection: DatabaseConnection) => ({
        ...dataSourceOptions(connection),
        autoLoadEntities: true,
        retryAttempts: 5,
        retryDelay: 2_000,
      }),
      inject: [DatabaseConnection],
      dataSourceFactory: openDataSource,
    }),
    TypeOrmModule.forFeature([InstallationEntity]),
  ],
  providers: [
    Notifications,
    AdvisoryLocks,
    ClockWatch,
    Routines,
    RefusedWrites,
    { provide: Installation, useFactory: Installation.of, inject: [DataSource] },
  ],
  exports: [Installation, Notifications, AdvisoryLocks, ClockWatch, Routines, RefusedWrites],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    private readonly server: DatabaseServer,
    private readonly dataSource: DataSource,
  ) {}

  // Nest shuts global modules down in the reverse order of their import: this one is the first, so the last to go.
  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.server.close();
  }
}
