import { LibvirtErrorCode } from '@vm-manager/libvirt-rpc';
import { networkInterfaces } from 'node:os';
import type { Environment } from '../../foundation/config/environment.js';
import { absentAsNull, LibvirtConnection } from './libvirt-connection.js';
import { bridgedNetworkXml, networkXml } from './network-xml.js';
import { PrivateNetworks, type PrivateNetwork } from './private-networks.js';
import { subnetsOf } from './subnets.js';

export class RpcPrivateNetworks extends PrivateNetworks {
  constructor(
    private readonly libvirt: LibvirtConnection,
    private readonly environment: Environment,
  ) {
    super();
  }

  async ensure(network: PrivateNetwork): Promise<void> {
    const { networkMode: mode } = this.environment;
    const xml =
      mode.kind === 'bridge' ? bridgedNetworkXml(network.name, mode.interface) : networkXml(network, mode);
    await this.libvirt.ask(async ({ networks }) => {
      const known = await absentAsNull(networks.lookupByName(network.name), LibvirtErrorCode.noNetwork);
      const ref = known ?? (await networks.defineXml(xml));
      await networks.setAutostart(ref, true);
      if (!(await networks.isActive(ref))) await networks.create(ref);
    });
  }

  async remove(name: string): Promise<void> {
    await this.libvirt.ask(async ({ networks }) => {
      const ref = await absentAsNull(networks.lookupByName(name), LibvirtErrorCode.noNetwork);
      if (!ref) return;
      if (await networks.isActive(ref)) await networks.destroy(ref);
      await absentAsNull(networks.undefine(ref), LibvirtErrorCode.noNetwork);
    });
  }

  async names(): Promise<string[]> {
    const refs = await this.libvirt.ask(({ networks }) => networks.list());
    return refs.map(({ name }) => name);
  }

  async subnetsInUse(): Promise<string[]> {
    const ofInterfaces = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .flatMap(({ family, cidr }) => (family === 'IPv4' && cidr ? [cidr] : []));
    // A network that is not running has no interface, and still wants its addresses.
    const ofNetworks = await this.libvirt.ask(async ({ networks }) => {
      const found: string[] = [];
      for (const ref of await networks.list()) {
        const xml = await absentAsNull(networks.getXml(ref), LibvirtErrorCode.noNetwork);
        if (xml) found.push(...subnetsOf(xml));
      }
      return found;
    });
    return [...ofInterfaces, ...ofNetworks];
  }
}
