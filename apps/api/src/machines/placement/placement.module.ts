import { Module } from '@nestjs/common';
import { HostsModule } from '../../hosts/hosts.module.js';
import { QuotaLedgerModule } from '../quotas/quota-ledger.module.js';
import { Placements } from './placements.js';

/** On which host a VM is made, and reserving what it takes there. */
@Module({
  imports: [HostsModule, QuotaLedgerModule],
  providers: [Placements],
  exports: [Placements],
})
export class PlacementModule {}
