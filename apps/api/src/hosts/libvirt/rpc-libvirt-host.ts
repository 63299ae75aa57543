import type { Environment } from '../../foundation/config/environment.js';
import { GuestAgents } from './guest-agents.js';
import { LibvirtConnection } from './libvirt-connection.js';
import type { LibvirtHost } from './libvirt-host.js';
import { RpcDiskCopies } from './rpc-disk-copies.js';
import { RpcForeignMachines } from './rpc-foreign-machines.js';
import { RpcGuest } from './rpc-guest.js';
import { RpcHardware } from './rpc-hardware.js';
import { RpcHypervisor } from './rpc-hypervisor.js';
import { RpcMachinePoints } from './rpc-machine-points.js';
import { RpcMeters } from './rpc-meters.js';
import { RpcPrivateNetworks } from './rpc-private-networks.js';
import { RpcVolumes } from './rpc-volumes.js';

/** The host behind `LIBVIRT_URI`; its adapters share a connection. */
export function rpcLibvirtHost(environment: Environment): LibvirtHost {
  const libvirt = new LibvirtConnection(environment.libvirtUri);
  const agents = new GuestAgents(libvirt);
  const machines = new RpcHypervisor(libvirt, agents);
  const volumes = new RpcVolumes(libvirt, environment);
  let name: string | undefined;
  return {
    machines,
    foreign: new RpcForeignMachines(libvirt, environment, machines),
    hardware: new RpcHardware(libvirt),
    guests: new RpcGuest(agents),
    meters: new RpcMeters(libvirt),
    points: new RpcMachinePoints(libvirt),
    volumes,
    networks: new RpcPrivateNetworks(libvirt, environment),
    givenName: null,
    name: async () => (name ??= await libvirt.ask(({ host }) => host.getHostname())),
    copies: new RpcDiskCopies(libvirt, volumes, environment),
    open: () => machines.listen(),
    close: () => libvirt.close(),
  };
}
