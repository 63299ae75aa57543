import { Module } from '@nestjs/common';
import { Hosts } from './hosts.js';
import type { LibvirtHost } from './libvirt/libvirt-host.js';
import { LIBVIRT_HOSTS, LibvirtModule } from './libvirt/libvirt.module.js';
import { Provisioners } from './vagrant/provisioners.js';
import { VagrantModule } from './vagrant/vagrant.module.js';

/** The computers on which VMs run: libvirt and Vagrant of each, joined. */
@Module({
  imports: [LibvirtModule, VagrantModule],
  providers: [
    {
      provide: Hosts,
      inject: [LIBVIRT_HOSTS, Provisioners],
      useFactory: (hosts: readonly LibvirtHost[], provisioners: Provisioners) =>
        new Hosts(hosts.map((host) => ({ ...host, provisioner: provisioners.of(host) }))),
    },
  ],
  exports: [Hosts, VagrantModule],
})
export class HostsModule {}
