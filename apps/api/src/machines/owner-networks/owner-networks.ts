import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Installation } from '../../foundation/database/installation.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { overlap } from '../../hosts/libvirt/subnets.js';
import { networkCandidates } from './network-candidates.js';
import { OwnerNetworkEntity } from './owner-network.entity.js';
import { VmEntity } from '../vms/vm.entity.js';

const TRIES = 5;

/** Each owner's private network on a host: made with their first VM there, removed with their last. */
@Injectable()
export class OwnerNetworks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly installation: Installation,
    private readonly hosts: Hosts,
  ) {}

  /** Resolves with the name of the owner's network, which runs. */
  ensureFor(host: Host, ownerId: string, signal: AbortSignal): Promise<string> {
    return this.alone(host, signal, async () => {
      const known = await this.find(host, ownerId);
      if (known) {
        await host.networks.ensure(known);
        return known.name;
      }
      return this.make(host, ownerId);
    });
  }

  /** Removes the owner's network unless a VM other than this one needs it. A VM that is being deleted does not. */
  removeIfLast(host: Host, ownerId: string, vmId: string, signal: AbortSignal): Promise<boolean> {
    return this.alone(host, signal, async () => {
      const needsIt = ({ id, state }: VmEntity) => id !== vmId && state !== 'deleting';
      return (await this.vmsOf(host, ownerId)).some(needsIt) ? false : this.remove(host, ownerId);
    });
  }

  /** Removes the networks of owners who have no VM at all on the host. */
  async removeUnused(host: Host, signal: AbortSignal): Promise<void> {
    for (const { ownerId } of await this.networksOn(host))
      await this.alone(host, signal, async () => {
        if ((await this.vmsOf(host, ownerId)).length === 0) await this.remove(host, ownerId);
      });
  }

  /** The networks that are recorded of this host. */
  async networksOn(host: Host): Promise<OwnerNetworkEntity[]> {
    const all = await this.dataSource.getRepository(OwnerNetworkEntity).find();
    return all.filter((network) => this.hosts.isNamed(host, network.host));
  }

  private alone<T>({ givenName }: Host, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.locks.hold(`owner-networks${this.hosts.tagOf(givenName)}`, signal, work);
  }

  private async remove(host: Host, ownerId: string): Promise<boolean> {
    const network = await this.find(host, ownerId);
    if (!network) return false;
    await host.networks.remove(network.name);
    await this.dataSource.getRepository(OwnerNetworkEntity).delete({ ownerId, host: network.host });
    return true;
  }

  private async find(host: Host, ownerId: string): Promise<OwnerNetworkEntity | null> {
    const known = await this.dataSource.getRepository(OwnerNetworkEntity).findBy({ ownerId });
    return known.find((network) => this.hosts.isNamed(host, network.host)) ?? null;
  }

  private async vmsOf(host: Host, ownerId: string): Promise<VmEntity[]> {
    const vms = await this.dataSource.getRepository(VmEntity).findBy({ ownerId });
    return vms.filter((vm) => this.hosts.isNamed(host, vm.host));
  }

  private async make(host: Host, ownerId: string): Promise<string> {
    const repository = this.dataSource.getRepository(OwnerNetworkEntity);
    const key = { ownerId, host: await host.name() };
    const taken = await repository.find();
    const inUse = await host.networks.subnetsInUse();
    let failure: unknown;
    let tries = 0;
    for (const candidate of networkCandidates(this.installation.id)) {
      if (taken.some(({ octets, name }) => octets === candidate.octets || name === candidate.name)) continue;
      if (inUse.some((subnet) => overlap(subnet, `${candidate.octets}.0/24`))) continue;
      try {
        // Recorded first: what a kill leaves on the host is then known, and removed with the owner's last VM.
        await repository.upsert({ ...key, ...candidate }, ['ownerId', 'host']);
        await host.networks.ensure(candidate);
        return candidate.name;
      } catch (error) {
        if (error instanceof ProblemError) throw error;
        // Another installation, or another host of this one, may have taken the addresses since we looked.
        failure = error;
        await host.networks.remove(candidate.name);
        await repository.delete(key);
        if (++tries === TRIES) break;
      }
    }
    throw new ProblemError('host-full', { what: 'network' }, { cause: failure });
  }
}
