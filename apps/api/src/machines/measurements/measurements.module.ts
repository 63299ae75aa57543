import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../../hosts/hosts.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { GuestFileSystems } from './guest-file-systems.js';
import { HostMetersEntity } from './host-meters.entity.js';
import { MeasurementRecorder } from './measurement-recorder.js';
import { MeasurementRetention } from './measurement-retention.js';
import { MeasurementEntity } from './measurement.entity.js';
import { MeasurementsController } from './measurements.controller.js';
import { MeasurementsService } from './measurements.service.js';

/** What VMs use in the course of time, for the graphs. */
@Module({
  imports: [TypeOrmModule.forFeature([MeasurementEntity, HostMetersEntity]), HostsModule, VmsModule],
  controllers: [MeasurementsController],
  providers: [MeasurementRecorder, MeasurementRetention, MeasurementsService, GuestFileSystems],
})
export class MeasurementsModule {}
