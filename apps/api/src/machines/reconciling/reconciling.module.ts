import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../../hosts/hosts.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { OwnerNetworksModule } from '../owner-networks/owner-networks.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { HostBootEntity } from './host-boot.entity.js';
import { PowerCut } from './power-cut.js';
import { Reconciler } from './reconciler.js';
import { StateFollower } from './state-follower.js';
import { Strays } from './strays.js';
import { Traces } from './traces.js';

/** Keeps the records true to what is on the host. */
@Module({
  imports: [
    TypeOrmModule.forFeature([HostBootEntity]),
    JobsModule,
    HostsModule,
    OwnerNetworksModule,
    VmsModule,
  ],
  providers: [PowerCut, Reconciler, StateFollower, Strays, Traces],
})
export class ReconcilingModule {}
