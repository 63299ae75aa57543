import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import { flagsOf, type Flags } from '../protocol/flags.js';
import * as wire from '../protocol/network-procedures.js';
import type { NetworkRef } from '../protocol/shapes.js';

export const NetworkListFlag = flagsOf<'NetworkList'>()({
  inactive: 1 << 0,
  active: 1 << 1,
  persistent: 1 << 2,
  transient: 1 << 3,
  autostart: 1 << 4,
  noAutostart: 1 << 5,
});
export type NetworkListFlag = Flags<'NetworkList'>;

export const NetworkXmlFlag = flagsOf<'NetworkXml'>()({ inactive: 1 << 0 });
export type NetworkXmlFlag = Flags<'NetworkXml'>;

export const networksOver = (rpc: RpcChannel) => ({
  /** All that match `flags` (`NetworkListFlag`); 0 is every network. */
  async list(flags: NetworkListFlag = 0, options?: CallOptions): Promise<NetworkRef[]> {
    return (await rpc.call(wire.connectListAllNetworks, { needResults: 1, flags }, options)).networks;
  },

  /** LibvirtError `noNetwork` when there is none. */
  async lookupByName(name: string, options?: CallOptions): Promise<NetworkRef> {
    return (await rpc.call(wire.networkLookupByName, { name }, options)).network;
  },

  /** LibvirtError `noNetwork` when there is none. */
  async lookupByUuid(uuid: string, options?: CallOptions): Promise<NetworkRef> {
    return (await rpc.call(wire.networkLookupByUuid, { uuid }, options)).network;
  },

  async getXml(network: NetworkRef, flags: NetworkXmlFlag = 0, options?: CallOptions): Promise<string> {
    return (await rpc.call(wire.networkGetXmlDesc, { network, flags }, options)).xml;
  },

  async defineXml(xml: string, options?: CallOptions): Promise<NetworkRef> {
    return (await rpc.call(wire.networkDefineXml, { xml }, options)).network;
  },

  /** Starts a transient network, which vanishes when it stops. */
  async createXml(xml: string, options?: CallOptions): Promise<NetworkRef> {
    return (await rpc.call(wire.networkCreateXml, { xml }, options)).network;
  },

  create: (network: NetworkRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.networkCreate, { network }, options),

  /** Stops it; its definition stays. Running guests lose their link. */
  destroy: (network: NetworkRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.networkDestroy, { network }, options),

  undefine: (network: NetworkRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.networkUndefine, { network }, options),

  async getAutostart(network: NetworkRef, options?: CallOptions): Promise<boolean> {
    return (await rpc.call(wire.networkGetAutostart, { network }, options)).autostart;
  },

  setAutostart: (network: NetworkRef, autostart: boolean, options?: CallOptions): Promise<void> =>
    rpc.call(wire.networkSetAutostart, { network, autostart }, options),

  async isActive(network: NetworkRef, options?: CallOptions): Promise<boolean> {
    return (await rpc.call(wire.networkIsActive, { network }, options)).active;
  },

  /** Of all guests, or of the one with this MAC. */
  async getDhcpLeases(
    network: NetworkRef,
    mac: string | null = null,
    options?: CallOptions,
  ): Promise<wire.DhcpLease[]> {
    return (await rpc.call(wire.networkGetDhcpLeases, { network, mac, needResults: 1, flags: 0 }, options))
      .leases;
  },
});
export type Networks = ReturnType<typeof networksOver>;
