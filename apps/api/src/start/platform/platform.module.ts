import { Module } from '@nestjs/common';
import { HostsModule } from '../../hosts/hosts.module.js';
import { Doctor } from '../doctor/doctor.js';
import { ProgramsModule } from './programs/programs.module.js';
import { ConfigurationChanges } from './configuration-changes.js';
import { HealthReaders } from './health-readers.js';
import { HealthController } from './health.controller.js';
import { PlatformChecksController } from './platform-checks.controller.js';
import { PlatformDetailsController } from './platform-details.controller.js';
import { PlatformHosts } from './platform-hosts.js';
import { PlatformController } from './platform.controller.js';

/** What the platform is and how it is: version, hosts, programs and health, for the portal and for monitoring. */
@Module({
  imports: [HostsModule, ProgramsModule],
  controllers: [HealthController, PlatformController, PlatformDetailsController, PlatformChecksController],
  providers: [ConfigurationChanges, Doctor, HealthReaders, PlatformHosts],
})
export class PlatformModule {}
