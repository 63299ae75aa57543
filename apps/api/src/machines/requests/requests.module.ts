import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../messages/events/events.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { PlacementModule } from '../placement/placement.module.js';
import { QuotaLedgerModule } from '../quotas/quota-ledger.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { Approvals } from './approvals.js';
import { Decisions } from './decisions.js';
import { GrantedSizes } from './granted-sizes.js';
import { NewRequests } from './new-requests.js';
import { OrphanedRequests } from './orphaned-requests.js';
import { RequestClock } from './request-clock.js';
import { RequestEnds } from './request-ends.js';
import { RequestEventEntity } from './request-event.entity.js';
import { RequestNotices } from './request-notices.js';
import { RequestReader } from './request-reader.js';
import { RequestRecord } from './request-record.js';
import { RequestUpkeep } from './request-upkeep.js';
import { RequestsController } from './requests.controller.js';
import { ResourceRequestEntity } from './resource-request.entity.js';
import { Withdrawals } from './withdrawals.js';

/** Students and teachers ask for more, teachers and administrators decide, and it comes and goes by itself. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ResourceRequestEntity, RequestEventEntity]),
    EventsModule,
    NoticesModule,
    PlacementModule,
    QuotaLedgerModule,
    VmTemplatesModule,
    VmsModule,
  ],
  controllers: [RequestsController],
  providers: [
    RequestReader,
    NewRequests,
    Decisions,
    Withdrawals,
    Approvals,
    GrantedSizes,
    RequestEnds,
    RequestRecord,
    RequestNotices,
    RequestUpkeep,
    OrphanedRequests,
    RequestClock,
  ],
})
export class RequestsModule {}
