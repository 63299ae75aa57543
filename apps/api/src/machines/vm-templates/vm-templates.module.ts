import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { EventsModule } from '../../messages/events/events.module.js';
import { Boxes } from './boxes.js';
import { TemplateCatalogue } from './template-catalogue.js';
import { TemplateChanges } from './template-changes.js';
import { TemplateEvents } from './template-events.js';
import { TemplatePictures } from './template-pictures.js';
import { TemplateSettingsEntity } from './template-settings.entity.js';
import { TemplateSettingsService } from './template-settings.service.js';
import { VmTemplatesController } from './vm-templates.controller.js';
import { VmTemplatesService } from './vm-templates.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([TemplateSettingsEntity]), VagrantModule, EventsModule],
  controllers: [VmTemplatesController],
  providers: [
    VmTemplatesService,
    TemplateSettingsService,
    Boxes,
    TemplateCatalogue,
    TemplateChanges,
    TemplateEvents,
    TemplatePictures,
  ],
  exports: [VmTemplatesService, Boxes, TemplateCatalogue, TemplateEvents],
})
export class VmTemplatesModule {}
