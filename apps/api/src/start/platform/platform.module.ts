import { Module } from '@nestjs/common';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { HealthReaders } from './health-readers.js';
import { HealthController } from './health.controller.js';
import { PlatformController } from './platform.controller.js';

/** Version, host and health of the platform, for the portal and for monitoring. */
@Module({
  imports: [VagrantModule],
  controllers: [HealthController, PlatformController],
  providers: [HealthReaders],
})
export class PlatformModule {}
