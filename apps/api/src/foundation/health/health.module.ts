import { Global, Module } from '@nestjs/common';
import { ClockHealth } from './clock-health.js';
import { DatabaseHealth } from './database-health.js';
import { DiskHealth } from './disk-health.js';
import { HealthParts } from './health-parts.js';
import { HealthReaders } from '../../start/platform/health-readers.js';
import { HealthController } from '../../start/platform/health.controller.js';

@Global()
@Module({
  controllers: [HealthController],
  providers: [HealthParts, HealthReaders, DatabaseHealth, ClockHealth, DiskHealth],
  exports: [HealthParts],
})
export class HealthModule {}
