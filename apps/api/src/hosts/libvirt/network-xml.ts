import type { NetworkMode } from '../../foundation/config/environment.js';
import type { PrivateNetwork } from './private-networks.js';

/** libvirt's definition of an owner's network. All parts are ours, none is text that a person chose. */
export function networkXml({ name, bridge, octets }: PrivateNetwork, mode: NetworkMode): string {
  const forward = mode.kind === 'nat' ? `<forward mode='nat'/>` : '';
  return `<network>
  <name>${name}</name>
  ${forward}
  <bridge name='${bridge}' stp='off' delay='0'/>
  <ip address='${octets}.1' netmask='255.255.255.0'>
    <dhcp><range start='${octets}.10' end='${octets}.250'/></dhcp>
  </ip>
</network>`;
}

/** With a bridge of the school's, its own network gives the addresses; machines reach whom it lets them reach. */
export function bridgedNetworkXml(name: string, hostInterface: string): string {
  return `<network>
  <name>${name}</name>
  <forward mode='bridge'/>
  <bridge name='${hostInterface}'/>
</network>`;
}
