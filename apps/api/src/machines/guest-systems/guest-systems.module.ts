import { Module } from '@nestjs/common';
import { LibvirtModule } from '../../hosts/libvirt/libvirt.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { DebianSystem } from './debian-system.js';
import { GuestSystems } from './guest-systems.js';

/** The systems inside VMs: accounts, names, file systems, clocks. */
@Module({
  imports: [LibvirtModule, VmTemplatesModule],
  providers: [DebianSystem, GuestSystems],
  exports: [GuestSystems],
})
export class GuestSystemsModule {}
