import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditWritingModule } from '../../access/audit-writing/audit-writing.module.js';
import { HostsModule } from '../../hosts/hosts.module.js';
import { CancelSignals } from '../../jobs/cancel-signals.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { JobPlanRegistry } from '../../jobs/job-plan-registry.js';
import { JobQueue } from '../../jobs/job-queue.js';
import { EventEntity } from '../../messages/events/event.entity.js';
import { EventLog } from '../../messages/events/event-log.js';
import { EventReaders } from '../../messages/events/event-readers.js';
import { BoxImages } from '../boxes/box-images.js';
import { BoxVolumeEntity } from '../boxes/box-volume.entity.js';
import { TemplateJobs } from '../boxes/template-jobs.js';
import { Boxes } from '../vm-templates/boxes.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { TemplateEvents } from '../vm-templates/template-events.js';
import { BoxFetch } from './box-fetch.js';
import { BoxImporter } from './box-importer.js';
import { BoxStaging } from './box-staging.js';
import { ImportOrders } from './import-orders.js';
import { ImportPlan } from './import.plan.js';
import { StagedCopy } from './staged-copy.js';

/** What `npm run vmm -- boxes import` needs of the program: it orders an import, which the portal does. No job is taken here. */
@Module({
  imports: [
    TypeOrmModule.forFeature([JobEntity, EventEntity, BoxVolumeEntity]),
    AuditWritingModule,
    HostsModule,
  ],
  providers: [
    ...[CancelSignals, JobOrders, JobPlanRegistry, JobQueue, EventLog, EventReaders],
    ...[Boxes, BoxImages, TemplateCatalogue, TemplateEvents, TemplateJobs],
    ...[BoxFetch, BoxImporter, BoxStaging, ImportOrders, ImportPlan, StagedCopy],
  ],
})
export class BoxImportCommandModule {}
