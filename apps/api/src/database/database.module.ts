import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from './advisory-locks.js';
import { dataSourceOptions, openDataSource } from './data-source.js';
import { DatabaseConnection } from './database-connection.js';
import { DatabaseServerModule } from './database-server.module.js';
import { InstallationEntity } from './installation.entity.js';
import { Installation } from './installation.js';
import { Notifications } from './notifications.js';

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
    { provide: Installation, useFactory: Installation.of, inject: [DataSource] },
  ],
  exports: [Installation, Notifications, AdvisoryLocks],
})
export class DatabaseModule {}
