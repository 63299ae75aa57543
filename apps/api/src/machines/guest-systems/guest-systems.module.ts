import { Module } from '@nestjs/common';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { GuestSystems } from './guest-systems.js';

/** The systems inside VMs: accounts, names, file systems, clocks. */
@Module({
  imports: [VmTemplatesModule],
  providers: [GuestSystems],
  exports: [GuestSystems],
})
export class GuestSystemsModule {}
