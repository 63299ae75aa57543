import { Module } from '@nestjs/common';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { HealthReaders } from './health-readers.js';
import { HealthController } from './health.controller.js';
import { PlatformController } from './platform.controller.js';

/** What the whole is and how it is, for the portal and for who watches over it. */
@Module({
  imports: [VagrantModule],
  controllers: [HealthController, PlatformController],
  providers: [HealthReaders],
})
export class PlatformModule {}
