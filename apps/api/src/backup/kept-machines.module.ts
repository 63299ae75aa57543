import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UserEntity } from '../access/identity/user.entity.js';
import { HostsModule } from '../hosts/hosts.module.js';
import { JobPlanRegistry } from '../jobs/job-plan-registry.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { VmPlansModule } from '../machines/plans/vm-plans.module.js';
import { PlacementModule } from '../machines/placement/placement.module.js';
import { VmsModule } from '../machines/vms/vms.module.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import { NoticesModule } from '../messages/notices/notices.module.js';
import { BackupFolder } from './backup-folder.js';
import { BringBackOrders } from './bring-back-orders.js';
import { BringBackOutcome } from './bring-back-outcome.js';
import { BringBackPlan } from './bring-back.plan.js';
import { KeptMachinesController } from './kept-machines.controller.js';
import { KeptMachinesService } from './kept-machines.service.js';
import { MachineRestorationModule } from './machine-restoration.js';

/** What somebody lost is given back from the portal. Backups themselves are made and restored by commands. */
@Module({
  imports: [
    TypeOrmModule.forFeature([VmEntity, UserEntity]),
    HostsModule,
    JobsModule,
    MachineRestorationModule,
    NoticesModule,
    PlacementModule,
    VmPlansModule,
    VmsModule,
  ],
  controllers: [KeptMachinesController],
  providers: [BackupFolder, BringBackOrders, BringBackOutcome, BringBackPlan, KeptMachinesService],
})
export class KeptMachinesModule implements OnModuleInit {
  constructor(
    private readonly plans: JobPlanRegistry,
    private readonly bringBack: BringBackPlan,
  ) {}

  onModuleInit(): void {
    this.plans.register(this.bringBack);
  }
}
