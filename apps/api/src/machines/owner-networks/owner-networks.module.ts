import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../../hosts/hosts.module.js';
import { OwnerNetworkEntity } from './owner-network.entity.js';
import { OwnerNetworks } from './owner-networks.js';

/** The private network of each owner, made with the first VM and gone with the last. */
@Module({
  imports: [TypeOrmModule.forFeature([OwnerNetworkEntity]), HostsModule],
  providers: [OwnerNetworks],
  exports: [OwnerNetworks],
})
export class OwnerNetworksModule {}
