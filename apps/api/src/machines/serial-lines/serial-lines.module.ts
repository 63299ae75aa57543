import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../../hosts/hosts.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { SerialHolder } from './serial-holder.js';
import { SerialInput } from './serial-input.js';
import { SerialOutputEntity } from './serial-output.entity.js';
import { SerialOutput } from './serial-output.js';

/** The serial lines of VMs: held by one process, read and written through the database by all. */
@Module({
  imports: [TypeOrmModule.forFeature([SerialOutputEntity]), HostsModule, VmTemplatesModule, VmsModule],
  providers: [SerialHolder, SerialInput, SerialOutput],
  exports: [SerialInput, SerialOutput],
})
export class SerialLinesModule {}
