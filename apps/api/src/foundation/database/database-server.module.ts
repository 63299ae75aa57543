import { Global, Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { DatabaseConnection } from './database-connection.js';
import { DatabaseServer } from './database-server.js';

@Global()
@Module({
  providers: [
    {
      provide: DatabaseServer,
      useFactory: (environment: Environment) => DatabaseServer.open(environment),
      inject: [ENVIRONMENT],
    },
    {
      provide: DatabaseConnection,
      useFactory: (server: DatabaseServer) => server.connection,
      inject: [DatabaseServer],
    },
  ],
  exports: [DatabaseServer, DatabaseConnection],
})
export class DatabaseServerModule {}
