import { Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { fakeHostsIn } from '../fake-host/fake-host.js';
import { fakeLibvirtHost } from './fake/fake-libvirt-host.js';
import type { LibvirtHost } from './libvirt-host.js';
import { rpcLibvirtHost } from './rpc-libvirt-host.js';

/** DI token of the hosts' libvirt sides. */
export const LIBVIRT_HOSTS = Symbol('LIBVIRT_HOSTS');

/** The hosts' machines, disks and networks: through libvirt, or pretended (`VMM_ADAPTERS=fake`). */
@Module({
  providers: [
    {
      provide: LIBVIRT_HOSTS,
      inject: [ENVIRONMENT],
      useFactory: libvirtHosts,
    },
  ],
  exports: [LIBVIRT_HOSTS],
})
export class LibvirtModule {}

export function libvirtHosts(environment: Environment): LibvirtHost[] {
  return environment.adapters === 'fake'
    ? fakeHostsIn(environment.dataDir).map(fakeLibvirtHost)
    : [rpcLibvirtHost(environment)];
}
