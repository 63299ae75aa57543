import { Module } from '@nestjs/common';
import { CapacityService } from './capacity.service.js';
import { GroupQuotasService } from './group-quotas.service.js';
import { QuotaLedgerModule } from './quota-ledger.module.js';
import { QuotaVerificationModule } from './verify/quota-verification.module.js';
import { QuotaWatch } from './verify/quota-watch.js';
import { QuotasController } from './quotas.controller.js';
import { QuotasService } from './quotas.service.js';

/** What people, groups and hosts may use and do use, seen and set. */
@Module({
  imports: [QuotaLedgerModule, QuotaVerificationModule],
  controllers: [QuotasController],
  providers: [QuotasService, GroupQuotasService, CapacityService, QuotaWatch],
  exports: [QuotasService],
})
export class QuotasModule {}
