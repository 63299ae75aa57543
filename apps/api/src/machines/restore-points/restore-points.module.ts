import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlacementModule } from '../placement/placement.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { RestorePointRecord } from './restore-point-record.js';
import { RestorePointEntity } from './restore-point.entity.js';
import { RestorePointsController } from './restore-points.controller.js';
import { RestorePointsService } from './restore-points.service.js';

/** States of VMs that one can go back to. How they are made stands in plans/. */
@Module({
  imports: [TypeOrmModule.forFeature([RestorePointEntity]), PlacementModule, VmsModule],
  controllers: [RestorePointsController],
  providers: [RestorePointsService, RestorePointRecord],
  exports: [RestorePointRecord],
})
export class RestorePointsModule {}
