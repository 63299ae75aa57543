import { Module, type Provider } from '@nestjs/common';
import { join } from 'node:path';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { FakeHost } from '../fake-host/fake-host.js';
import { Guest } from './guest.js';
import { Hardware } from './hardware.js';
import { Hypervisor } from './hypervisor.js';
import { LibvirtConnections } from './libvirt-connection.js';
import { PrivateNetworks } from './private-networks.js';
import { RpcGuest } from './rpc-guest.js';
import { RpcHardware } from './rpc-hardware.js';
import { RpcHypervisor } from './rpc-hypervisor.js';
import { RpcPrivateNetworks } from './rpc-private-networks.js';
import { RpcVolumes } from './rpc-volumes.js';
import { FakeGuest } from './fake/fake-guest.js';
import { FakeHardware } from './fake/fake-hardware.js';
import { FakeHypervisor } from './fake/fake-hypervisor.js';
import { FakePrivateNetworks } from './fake/fake-private-networks.js';
import { FakeVolumes } from './fake/fake-volumes.js';
import { Volumes } from './volumes.js';

/** What adapters of one kind share: connections to libvirt, or the host that is pretended. */
const SHARED = Symbol('SHARED');

const port = <T>(
  token: abstract new () => T,
  real: (connections: LibvirtConnections, environment: Environment) => T,
  fake: (host: FakeHost) => T,
): Provider => ({
  provide: token,
  inject: [SHARED, ENVIRONMENT],
  useFactory: (shared: LibvirtConnections | FakeHost, environment: Environment) =>
    shared instanceof FakeHost ? fake(shared) : real(shared, environment),
});

/** The host's machines, disks and networks: through libvirt, or pretended (`VMM_ADAPTERS=fake`). */
@Module({
  providers: [
    {
      provide: SHARED,
      inject: [ENVIRONMENT],
      useFactory: (environment: Environment) =>
        environment.adapters === 'fake'
          ? new FakeHost(join(environment.dataDir, 'fake-host'))
          : new LibvirtConnections(environment),
    },
    port(
      Hypervisor,
      ({ libvirt, agents }) => new RpcHypervisor(libvirt, agents),
      (host) => new FakeHypervisor(host),
    ),
    port(
      Hardware,
      ({ libvirt }) => new RpcHardware(libvirt),
      (host) => new FakeHardware(host),
    ),
    port(
      Guest,
      ({ agents }) => new RpcGuest(agents),
      (host) => new FakeGuest(host),
    ),
    port(
      Volumes,
      ({ libvirt }, environment) => new RpcVolumes(libvirt, environment),
      (host) => new FakeVolumes(host),
    ),
    port(
      PrivateNetworks,
      ({ libvirt }, environment) => new RpcPrivateNetworks(libvirt, environment),
      (host) => new FakePrivateNetworks(host),
    ),
  ],
  exports: [Hypervisor, Hardware, Guest, Volumes, PrivateNetworks],
})
export class LibvirtModule {}
