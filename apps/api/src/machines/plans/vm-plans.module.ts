import { Module } from '@nestjs/common';
import { HostsModule } from '../../hosts/hosts.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { BoxesModule } from '../boxes/boxes.module.js';
import { GuestSystemsModule } from '../guest-systems/guest-systems.module.js';
import { OwnerNetworksModule } from '../owner-networks/owner-networks.module.js';
import { RestorePointsModule } from '../restore-points/restore-points.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { CreateVmPlan } from './create-vm.plan.js';
import { DeleteVmPlan } from './delete-vm.plan.js';
import { EvaluationEnds } from './evaluation-ends.js';
import { GuestClocks } from './guest-clocks.js';
import { MachineMaking } from './machine-making.js';
import { MachineSpecs } from './machine-specs.js';
import { MachineUpkeep } from './machine-upkeep.js';
import { NewGuests } from './new-guests.js';
import { PowerPlans } from './power.plans.js';
import { RebuildVmPlan } from './rebuild-vm.plan.js';
import { RestorePointPlans } from './restore-point.plans.js';
import { SetPasswordPlan } from './set-password.plan.js';
import { UpdateVmPlan } from './update-vm.plan.js';
import type { AnyVmPlan } from './vm-plan.js';
import { VM_PLANS, VmPlanRegistration } from './vm-plan-registration.js';
import { VmRemoval } from './vm-removal.js';

/** Plans of one kind of job each. */
const PLANS = [CreateVmPlan, RebuildVmPlan, DeleteVmPlan, SetPasswordPlan, UpdateVmPlan];

/** How each kind of job is done: its steps, and what takes them back. */
@Module({
  imports: [
    BoxesModule,
    GuestSystemsModule,
    JobsModule,
    HostsModule,
    NoticesModule,
    OwnerNetworksModule,
    RestorePointsModule,
    VmTemplatesModule,
    VmsModule,
  ],
  providers: [
    VmPlanRegistration,
    ...PLANS,
    PowerPlans,
    RestorePointPlans,
    {
      provide: VM_PLANS,
      inject: [PowerPlans, RestorePointPlans, ...PLANS],
      useFactory: (power: PowerPlans, points: RestorePointPlans, ...plans: AnyVmPlan[]) => [
        ...power.all(),
        ...points.all(),
        ...plans,
      ],
    },
    MachineSpecs,
    MachineMaking,
    NewGuests,
    EvaluationEnds,
    MachineUpkeep,
    GuestClocks,
    VmRemoval,
  ],
  exports: [MachineMaking],
})
export class VmPlansModule {}
