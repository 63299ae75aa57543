import { Global, Module } from '@nestjs/common';
import { ClockHealth } from './clock-health.js';
import { DatabaseHealth } from './database-health.js';
import { DiskHealth } from './disk-health.js';
import { HealthMetrics } from './health-metrics.js';
import { HealthParts } from './health-parts.js';

/** How each part is, as it says itself. */
@Global()
@Module({
  providers: [HealthParts, HealthMetrics, DatabaseHealth, ClockHealth, DiskHealth],
  exports: [HealthParts],
})
export class HealthModule {}
