import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditWritingModule } from '../../access/audit-writing/audit-writing.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { ClearingClock } from './clearing-clock.js';
import { ClearingNotices } from './clearing-notices.js';
import { ClearingRules } from './clearing-rules.js';
import { ClearingController } from './clearing.controller.js';
import { ClearingEntity } from './clearing.entity.js';
import { ClearingsService } from './clearings.service.js';
import { DefaultClearingEntity } from './default-clearing.entity.js';
import { GroupClearingEntity } from './group-clearing.entity.js';

/** By which rules machines go to the bin that nobody needs any more. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ClearingEntity, DefaultClearingEntity, GroupClearingEntity]),
    ...[AuditWritingModule, NoticesModule, VmsModule],
  ],
  controllers: [ClearingController],
  providers: [ClearingsService, ClearingRules, ClearingClock, ClearingNotices],
})
export class ClearingModule {}
