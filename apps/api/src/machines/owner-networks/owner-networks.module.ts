import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LibvirtModule } from '../../hosts/libvirt/libvirt.module.js';
import { OwnerNetworkEntity } from './owner-network.entity.js';
import { OwnerNetworks } from './owner-networks.js';

/** The private network of each owner, made with the first VM and gone with the last. */
@Module({
  imports: [TypeOrmModule.forFeature([OwnerNetworkEntity]), LibvirtModule],
  providers: [OwnerNetworks],
  exports: [OwnerNetworks],
})
export class OwnerNetworksModule {}
