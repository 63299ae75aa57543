import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobPlans } from '../../jobs/job-plans.js';
import { CreateVmPlan } from './create-vm.plan.js';
import { DeleteVmPlan } from './delete-vm.plan.js';
import { PowerPlans } from './power.plans.js';
import { RebuildVmPlan } from './rebuild-vm.plan.js';
import { SetPasswordPlan } from './set-password.plan.js';
import { UpdateVmPlan } from './update-vm.plan.js';

/** Hands the plans for VMs to the job runner. */
@Injectable()
export class VmPlans implements OnModuleInit {
  constructor(
    private readonly plans: JobPlans,
    private readonly create: CreateVmPlan,
    private readonly rebuild: RebuildVmPlan,
    private readonly remove: DeleteVmPlan,
    private readonly power: PowerPlans,
    private readonly setPassword: SetPasswordPlan,
    private readonly update: UpdateVmPlan,
  ) {}

  onModuleInit(): void {
    const { create, rebuild, remove, setPassword, update, power } = this;
    this.plans.register(create, rebuild, remove, setPassword, update, ...power.all());
  }
}
