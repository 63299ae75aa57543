import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../../hosts/hosts.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { BoxEvaluationEnds } from './box-evaluation-ends.js';
import { BoxImages } from './box-images.js';
import { BoxInventory } from './box-inventory.js';
import { BoxRemoval } from './box-removal.js';
import { BoxVolumeEntity } from './box-volume.entity.js';
import { BoxesController } from './boxes.controller.js';
import { BoxesService } from './boxes.service.js';
import { PrepareBoxPlan } from './prepare-box.plan.js';
import { PreparedBoxes } from './prepared-boxes.js';
import { TemplateJobs } from './template-jobs.js';

/** The images that machines start from: which there are, who stands on them, and how they come and go. */
@Module({
  imports: [
    TypeOrmModule.forFeature([BoxVolumeEntity]),
    HostsModule,
    JobsModule,
    NoticesModule,
    VmTemplatesModule,
  ],
  controllers: [BoxesController],
  providers: [
    BoxesService,
    BoxEvaluationEnds,
    BoxInventory,
    BoxRemoval,
    BoxImages,
    PrepareBoxPlan,
    PreparedBoxes,
    TemplateJobs,
  ],
  exports: [BoxImages, BoxRemoval, TemplateJobs],
})
export class BoxesModule {}
