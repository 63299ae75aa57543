import type { DomainRef } from '@vm-manager/libvirt-rpc';
import { isIPv4 } from 'node:net';
import * as z from 'zod';
import { macsOf } from './domain-xml.js';
import type { GuestAgents } from './guest-agents.js';
import { absentAsNull, type LibvirtConnection } from './libvirt-connection.js';

const AGENT_SECONDS = 5;

/** `guest-network-get-interfaces`: a guest may answer anything. */
const GuestInterfaces = z.array(
  z.object({
    'hardware-address': z.string().optional(),
    'ip-addresses': z.array(z.object({ 'ip-address': z.string() })).optional(),
  }),
);

/** By which address a machine is reached: what its host leased to it, and what the guest says that it uses. */
export class MachineAddresses {
  constructor(
    private readonly libvirt: Pick<LibvirtConnection, 'ask' | 'domainOf'>,
    private readonly agents: GuestAgents,
  ) {}

  async of(vmId: string): Promise<string | null> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) return null;
    const leases = await this.libvirt.ask(({ domains }) =>
      absentAsNull(domains.interfaceAddresses(ref, 'lease')),
    );
    const leased = (leases ?? []).flatMap(({ addresses }) => addresses.map(({ address }) => address));
    if (ref.id < 0) return leased.find(isUsable) ?? null;
    // The guest knows best what it is called by now: leases outlive what is set by hand in it.
    const used = await this.inGuest(vmId, ref);
    return used.find((address) => leased.includes(address)) ?? used[0] ?? leased.find(isUsable) ?? null;
  }

  /** On the interface that the host gave it: a guest has bridges of its own, such as Docker's. */
  private async inGuest(vmId: string, ref: DomainRef): Promise<string[]> {
    const command = { execute: 'guest-network-get-interfaces', seconds: AGENT_SECONDS };
    const answer = await this.agents.commandIfAnswered(vmId, command);
    const interfaces = GuestInterfaces.safeParse(answer).data ?? [];
    if (interfaces.length === 0) return [];
    const ours = macsOf(await this.libvirt.ask(({ domains }) => domains.getXml(ref)));
    return interfaces
      .filter((one) => ours.has(one['hardware-address']?.toLowerCase() ?? ''))
      .flatMap((one) => one['ip-addresses'] ?? [])
      .map((one) => one['ip-address'])
      .filter(isUsable);
  }
}

const isUsable = (address: string) =>
  isIPv4(address) && !address.startsWith('127.') && !address.startsWith('169.254.');
