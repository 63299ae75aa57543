import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlacementModule } from '../placement/placement.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { RestorePointOrders } from './restore-point-orders.js';
import { RestorePointRecord } from './restore-point-record.js';
import { RestorePointEntity } from './restore-point.entity.js';
import { RestorePointNamesController, RestorePointsController } from './restore-points.controller.js';
import { RestorePointsService } from './restore-points.service.js';

/** States of VMs that one can go back to. How they are made stands in plans/. */
@Module({
  imports: [TypeOrmModule.forFeature([RestorePointEntity]), PlacementModule, VmsModule],
  controllers: [RestorePointNamesController, RestorePointsController],
  providers: [RestorePointsService, RestorePointOrders, RestorePointRecord],
  exports: [RestorePointOrders, RestorePointRecord],
})
export class RestorePointsModule {}
