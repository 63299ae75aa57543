import { Module } from '@nestjs/common';
import { HostsModule } from '../../hosts/hosts.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { DebianSystem } from './debian-system.js';
import { GuestSystems } from './guest-systems.js';

/** The systems inside VMs: accounts, names, file systems, clocks. */
@Module({
  imports: [HostsModule, VmTemplatesModule],
  providers: [DebianSystem, GuestSystems],
  exports: [GuestSystems],
})
export class GuestSystemsModule {}
