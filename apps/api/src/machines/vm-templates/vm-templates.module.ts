import { Module } from '@nestjs/common';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { Boxes } from './boxes.js';
import { TemplateCatalogue } from './template-catalogue.js';
import { TemplateChanges } from './template-changes.js';
import { VmTemplatesController } from './vm-templates.controller.js';
import { VmTemplatesService } from './vm-templates.service.js';

@Module({
  imports: [VagrantModule],
  controllers: [VmTemplatesController],
  providers: [VmTemplatesService, Boxes, TemplateChanges, TemplateCatalogue],
  exports: [VmTemplatesService, Boxes, TemplateCatalogue],
})
export class VmTemplatesModule {}
