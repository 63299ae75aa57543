import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../../hosts/hosts.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { BoxImages } from './box-images.js';
import { BoxInventory } from './box-inventory.js';
import { BoxRemoval } from './box-removal.js';
import { BoxVolumeEntity } from './box-volume.entity.js';
import { BoxesController } from './boxes.controller.js';
import { BoxesService } from './boxes.service.js';

/** The images that machines start from: which there are, who stands on them, and how they come and go. */
@Module({
  imports: [TypeOrmModule.forFeature([BoxVolumeEntity]), HostsModule, VmTemplatesModule],
  controllers: [BoxesController],
  providers: [BoxesService, BoxInventory, BoxRemoval, BoxImages],
  exports: [BoxImages],
})
export class BoxesModule {}
