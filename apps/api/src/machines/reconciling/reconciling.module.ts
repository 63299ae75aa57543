import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../../hosts/hosts.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { OwnerNetworksModule } from '../owner-networks/owner-networks.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { HostBootEntity } from './host-boot.entity.js';
import { HostInventory } from './host-inventory.js';
import { Leftovers } from './leftovers.js';
import { PowerCut } from './power-cut.js';
import { Reconciler } from './reconciler.js';
import { StateFollower } from './state-follower.js';
import { VmAddresses } from './vm-addresses.js';
import { RecordComparison } from './record-comparison.js';

/** Keeps the records true to what is on the host. */
@Module({
  imports: [
    TypeOrmModule.forFeature([HostBootEntity]),
    JobsModule,
    HostsModule,
    OwnerNetworksModule,
    VmsModule,
  ],
  providers: [HostInventory, Leftovers, PowerCut, RecordComparison, Reconciler, StateFollower, VmAddresses],
})
export class ReconcilingModule {}
