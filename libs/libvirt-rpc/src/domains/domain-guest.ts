import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import { domainInterfaceAddresses } from '../protocol/device-procedures.js';
import { domainFsFreeze, domainFsThaw, domainSetUserPassword } from '../protocol/guest-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';

export interface GuestAddress {
  readonly family: 'ipv4' | 'ipv6';
  readonly address: string;
  readonly prefix: number;
}

export interface GuestInterface {
  /** The host's tap device with `lease` and `arp`, the guest's own name with `agent`. */
  readonly name: string;
  readonly mac: string | null;
  readonly addresses: GuestAddress[];
}

// virDomainInterfaceAddressesSource
const ADDRESS_SOURCE = { lease: 0, agent: 1, arp: 2 } as const;
export type AddressSource = keyof typeof ADDRESS_SOURCE;

/** What lives inside the guest. */
export const domainGuest = (rpc: RpcChannel) => ({
  /** `lease` asks the network's DHCP server, `agent` the guest agent, `arp` the host's table. */
  async interfaceAddresses(
    domain: DomainRef,
    source: AddressSource = 'lease',
    options?: CallOptions,
  ): Promise<GuestInterface[]> {
    const { interfaces } = await rpc.call(
      domainInterfaceAddresses,
      { domain, source: ADDRESS_SOURCE[source], flags: 0 },
      options,
    );
    return interfaces.map(({ name, mac, addresses }) => ({
      name,
      mac,
      addresses: addresses.map(({ type, ...rest }) => ({ family: type === 0 ? 'ipv4' : 'ipv6', ...rest })),
    }));
  },

  /** Through the guest agent; the account must exist. The password is taken literally. */
  setUserPassword: (
    domain: DomainRef,
    user: string,
    password: string,
    options?: CallOptions,
  ): Promise<void> => rpc.call(domainSetUserPassword, { domain, user, password, flags: 0 }, options),

  /** Has the guest agent write everything out and hold all writes, for a backup; says how many file systems are held. */
  async freezeFileSystems(domain: DomainRef, options?: CallOptions): Promise<number> {
    const args = { domain, mountpoints: [], flags: 0 };
    return (await rpc.call(domainFsFreeze, args, options)).fileSystems;
  },

  async thawFileSystems(domain: DomainRef, options?: CallOptions): Promise<number> {
    const args = { domain, mountpoints: [], flags: 0 };
    return (await rpc.call(domainFsThaw, args, options)).fileSystems;
  },
});
