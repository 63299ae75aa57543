import { Injectable } from '@nestjs/common';
import { DataSource, Not } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Installation } from '../../foundation/database/installation.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { PrivateNetworks } from '../../hosts/libvirt/private-networks.js';
import { overlap } from '../../hosts/libvirt/subnets.js';
import { networkCandidates } from './network-candidates.js';
import { OwnerNetworkEntity } from './owner-network.entity.js';
import { VmEntity } from '../vms/vm.entity.js';

const TRIES = 5;

/** Each owner's private network: made with their first VM, removed with their last. */
@Injectable()
export class OwnerNetworks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly installation: Installation,
    private readonly networks: PrivateNetworks,
  ) {}

  /** Resolves with the name of the owner's network, which runs. */
  ensureFor(ownerId: string, signal: AbortSignal): Promise<string> {
    return this.locks.hold('owner-networks', signal, async () => {
      const known = await this.find(ownerId);
      if (known) {
        await this.networks.ensure(known);
        return known.name;
      }
      return this.make(ownerId);
    });
  }

  /** Removes the owner's network unless a VM other than this one needs it. One that is being deleted does not. */
  removeIfLast(ownerId: string, vmId: string, signal: AbortSignal): Promise<boolean> {
    return this.locks.hold('owner-networks', signal, async () => {
      const others = this.dataSource.getRepository(VmEntity);
      if (await others.existsBy({ ownerId, id: Not(vmId), state: Not('deleting') })) return false;
      return this.remove(ownerId);
    });
  }

  /** Removes the network of an owner who has no VM at all. */
  removeIfUnused(ownerId: string, signal: AbortSignal): Promise<boolean> {
    return this.locks.hold('owner-networks', signal, async () => {
      if (await this.dataSource.getRepository(VmEntity).existsBy({ ownerId })) return false;
      return this.remove(ownerId);
    });
  }

  private async remove(ownerId: string): Promise<boolean> {
    const network = await this.find(ownerId);
    if (!network) return false;
    await this.networks.remove(network.name);
    await this.dataSource.getRepository(OwnerNetworkEntity).delete({ ownerId });
    return true;
  }

  private find(ownerId: string): Promise<OwnerNetworkEntity | null> {
    return this.dataSource.getRepository(OwnerNetworkEntity).findOneBy({ ownerId });
  }

  private async make(ownerId: string): Promise<string> {
    const repository = this.dataSource.getRepository(OwnerNetworkEntity);
    const taken = await repository.find();
    const inUse = await this.networks.subnetsInUse();
    let failure: unknown;
    let tries = 0;
    for (const candidate of networkCandidates(this.installation.id)) {
      if (taken.some(({ octets, name }) => octets === candidate.octets || name === candidate.name)) continue;
      if (inUse.some((subnet) => overlap(subnet, `${candidate.octets}.0/24`))) continue;
      try {
        // Recorded first: what a kill leaves on the host is then known, and removed with the owner's last VM.
        await repository.upsert({ ownerId, ...candidate }, ['ownerId']);
        await this.networks.ensure(candidate);
        return candidate.name;
      } catch (error) {
        if (error instanceof ProblemError) throw error;
        // Another installation may have taken the addresses since we looked.
        failure = error;
        await this.networks.remove(candidate.name);
        await repository.delete({ ownerId });
        if (++tries === TRIES) break;
      }
    }
    throw new ProblemError('host-full', { what: 'network' }, { cause: failure });
  }
}
