import { Module } from '@nestjs/common';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { Boxes } from './boxes.js';
import { loadTemplateFiles, TEMPLATE_FILES } from './load-template-files.js';
import { TemplateChanges } from './template-changes.js';
import { VmTemplatesController } from './vm-templates.controller.js';
import { VmTemplatesService } from './vm-templates.service.js';

@Module({
  imports: [VagrantModule],
  controllers: [VmTemplatesController],
  providers: [
    VmTemplatesService,
    Boxes,
    TemplateChanges,
    { provide: TEMPLATE_FILES, useFactory: () => loadTemplateFiles(fromProjectRoot('infra/vm-templates')) },
  ],
  exports: [VmTemplatesService, Boxes],
})
export class VmTemplatesModule {}
