import { Module, type Provider } from '@nestjs/common';
import type { Host } from './host.js';
import { Hosts } from './hosts.js';
import type { LibvirtHost } from './libvirt/libvirt-host.js';
import { LIBVIRT_HOSTS, LibvirtModule } from './libvirt/libvirt.module.js';
import { Guest } from './libvirt/guest.js';
import { Hardware } from './libvirt/hardware.js';
import { Hypervisor } from './libvirt/hypervisor.js';
import { PrivateNetworks } from './libvirt/private-networks.js';
import { Volumes } from './libvirt/volumes.js';
import { Provisioner } from './vagrant/provisioner.js';
import { Provisioners } from './vagrant/provisioners.js';
import { VagrantModule } from './vagrant/vagrant.module.js';

/** For those who do not ask for a host yet: the first one's. */
const PORTS: Provider[] = (
  [
    [Hypervisor, (host: Host) => host.machines],
    [Hardware, (host: Host) => host.hardware],
    [Guest, (host: Host) => host.guests],
    [Volumes, (host: Host) => host.volumes],
    [PrivateNetworks, (host: Host) => host.networks],
    [Provisioner, (host: Host) => host.provisioner],
  ] as const
).map(([provide, of]) => ({
  provide,
  inject: [Hosts],
  useFactory: (hosts: Hosts) => of(hosts.all()[0] as Host),
}));

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
    ...PORTS,
  ],
  exports: [Hosts, VagrantModule, Hypervisor, Hardware, Guest, Volumes, PrivateNetworks, Provisioner],
})
export class HostsModule {}
