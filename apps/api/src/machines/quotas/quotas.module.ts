import { Module } from '@nestjs/common';
import { CapacityService } from './capacity.service.js';
import { GroupQuotasService } from './group-quotas.service.js';
import { QuotaLedgerModule } from './quota-ledger.module.js';
import { QuotasController } from './quotas.controller.js';
import { QuotasService } from './quotas.service.js';

/** What people, groups and hosts may use and do use, seen and set. */
@Module({
  imports: [QuotaLedgerModule],
  controllers: [QuotasController],
  providers: [QuotasService, GroupQuotasService, CapacityService],
  exports: [QuotasService],
})
export class QuotasModule {}
