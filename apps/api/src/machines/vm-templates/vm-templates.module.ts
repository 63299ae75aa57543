import { Module } from '@nestjs/common';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { Boxes } from './boxes.js';
import { TEMPLATE_FILES_PROVIDER } from './load-template-files.js';
import { TemplateChanges } from './template-changes.js';
import { VmTemplatesController } from './vm-templates.controller.js';
import { VmTemplatesService } from './vm-templates.service.js';

@Module({
  imports: [VagrantModule],
  controllers: [VmTemplatesController],
  providers: [VmTemplatesService, Boxes, TemplateChanges, TEMPLATE_FILES_PROVIDER],
  exports: [VmTemplatesService, Boxes],
})
export class VmTemplatesModule {}
