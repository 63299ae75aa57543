import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../messages/events/events.module.js';
import { HostsModule } from '../../hosts/hosts.module.js';
import { DefaultQuotaEntity } from './default-quota.entity.js';
import { GivingRules } from './giving-rules.js';
import { GroupQuotaEntity } from './group-quota.entity.js';
import { HostRooms } from './host-rooms.js';
import { KeptDiskEntity } from '../kept-disks/kept-disk.entity.js';
import { QuotaChargeEntity } from './quota-charge.entity.js';
import { QuotaEvents } from './quota-events.js';
import { QuotaGrantEntity } from './quota-grant.entity.js';
import { QuotaGrants } from './quota-grants.js';
import { QuotaHostEntity } from './quota-host.entity.js';
import { QuotaLedger } from './quota-ledger.js';
import { QuotaLimits } from './quota-limits.js';
import { UserQuotaEntity } from './user-quota.entity.js';

/** What the VMs stand on: what may be used, and what is. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      QuotaChargeEntity,
      KeptDiskEntity,
      UserQuotaEntity,
      GroupQuotaEntity,
      DefaultQuotaEntity,
      QuotaGrantEntity,
      QuotaHostEntity,
    ]),
    EventsModule,
    HostsModule,
  ],
  providers: [QuotaLedger, QuotaLimits, QuotaGrants, QuotaEvents, GivingRules, HostRooms],
  exports: [QuotaLedger, QuotaLimits, QuotaGrants, QuotaEvents, GivingRules, HostRooms],
})
export class QuotaLedgerModule {}
