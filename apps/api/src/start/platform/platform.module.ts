import { Module } from '@nestjs/common';
import { HostsModule } from '../../hosts/hosts.module.js';
import { ProgramsModule } from '../../hosts/programs/programs.module.js';
import { HealthReaders } from './health-readers.js';
import { HealthController } from './health.controller.js';
import { PlatformHosts } from './platform-hosts.js';
import { PlatformInsideController } from './platform-inside.controller.js';
import { PlatformController } from './platform.controller.js';

/** Version, host and health of the platform, for the portal and for monitoring. */
@Module({
  imports: [HostsModule, ProgramsModule],
  controllers: [HealthController, PlatformController, PlatformInsideController],
  providers: [HealthReaders, PlatformHosts],
})
export class PlatformModule {}
