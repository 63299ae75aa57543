import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { JobsModule } from '../../jobs/jobs.module.js';
import { RestorePointsModule } from '../restore-points/restore-points.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { OperationJobs } from './operation-jobs.js';
import { OperationRetention } from './operation-retention.js';
import { OperationEntity } from './operation.entity.js';
import { OperationsController } from './operations.controller.js';
import { OperationsService } from './operations.service.js';

/** The same for several VMs, such as all of a class: a parent with a job for each. */
@Module({
  imports: [TypeOrmModule.forFeature([OperationEntity]), JobsModule, RestorePointsModule, VmsModule],
  controllers: [OperationsController],
  providers: [OperationsService, OperationJobs, OperationRetention],
  exports: [OperationsService],
})
export class OperationsModule {}
