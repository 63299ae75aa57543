import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Configuration } from './config/configuration.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { PlatformModule } from './platform/platform.module.js';

/** The picture of the system. */
@Module({
  // The database stays first: what is imported first is shut down last.
  imports: [DatabaseModule, HttpModule, AuthModule, HealthModule, PlatformModule],
})
export class AppModule {
  static with(configuration: Configuration): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with(configuration)] };
  }
}
