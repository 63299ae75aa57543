import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/jobs.module.js';
import { BoxesModule } from '../boxes/boxes.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { BoxFetch } from './box-fetch.js';
import { BoxImporter } from './box-importer.js';
import { BoxImportsController } from './box-imports.controller.js';
import { BoxStaging } from './box-staging.js';
import { BoxUploads } from './box-uploads.js';
import { BoxUploadsController } from './box-uploads.controller.js';
import { ImportList } from './import-list.js';
import { ImportOrders } from './import-orders.js';
import { ImportPlan } from './import.plan.js';

/** Boxes that were made elsewhere: how they get here, and what is taken of them. */
@Module({
  imports: [JobsModule, BoxesModule, VmTemplatesModule],
  controllers: [BoxUploadsController, BoxImportsController],
  providers: [BoxStaging, BoxUploads, BoxFetch, BoxImporter, ImportList, ImportOrders, ImportPlan],
})
export class BoxImportsModule {}
