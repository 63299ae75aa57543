import { Inject, Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Installation } from '../../foundation/database/installation.js';
import { Hypervisor } from '../../hosts/libvirt/hypervisor.js';
import { PrivateNetworks } from '../../hosts/libvirt/private-networks.js';
import { vmIdOfDisk, Volumes } from '../../hosts/libvirt/volumes.js';
import { isNetworkOf } from '../owner-networks/network-candidates.js';
import { listFolders } from '../vms/vm-folder.js';

/** Something on the host that may belong to a VM. `certain` says that it carries our installation's id. */
export interface Trace {
  what: 'domain' | 'volume' | 'folder' | 'network';
  name: string;
  vmId: string | null;
  ownerId: string | null;
  certain: boolean;
}

const VmJson = z.object({ id: z.uuid(), installationId: z.uuid(), owner: z.uuid() });

/** Looks over the host for what this installation made. What carries another installation's id is never returned. */
@Injectable()
export class Traces {
  constructor(
    private readonly installation: Installation,
    private readonly hypervisor: Hypervisor,
    private readonly volumes: Volumes,
    private readonly networks: PrivateNetworks,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async find(): Promise<Trace[]> {
    const [domains, volumes, folders, networks] = await Promise.all([
      this.domains(),
      this.disks(),
      this.folders(),
      this.ownNetworks(),
    ]);
    return [...domains, ...volumes, ...folders, ...networks];
  }

  private async domains(): Promise<Trace[]> {
    const ours = (await this.hypervisor.list()).filter(
      ({ installationId }) => installationId === this.installation.id,
    );
    return ours.map(({ vmId, ownerId }) => ({ what: 'domain', name: vmId, vmId, ownerId, certain: true }));
  }

  /** A disk's name says whose VM it is, not whose installation: only our records can tell. */
  private async disks(): Promise<Trace[]> {
    return (await this.volumes.names()).flatMap((name) => {
      const vmId = vmIdOfDisk(name);
      return vmId ? [{ what: 'volume' as const, name, vmId, ownerId: null, certain: false }] : [];
    });
  }

  private async folders(): Promise<Trace[]> {
    const root = this.environment.studentVmsDir;
    const traces = await Promise.all(
      (await listFolders(root)).map(async (name): Promise<Trace[]> => {
        const vm = await readVmJson(join(root, name, 'vm.json'));
        if (vm?.installationId !== this.installation.id) return [];
        return [{ what: 'folder', name, vmId: vm.id, ownerId: vm.owner, certain: true }];
      }),
    );
    return traces.flat();
  }

  private async ownNetworks(): Promise<Trace[]> {
    const names = (await this.networks.names()).filter((name) => isNetworkOf(this.installation.id, name));
    return names.map((name) => ({ what: 'network', name, vmId: null, ownerId: null, certain: true }));
  }
}

async function readVmJson(file: string) {
  try {
    return VmJson.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Not a folder of ours, or not a whole one: without an id it is nobody's to touch.
    return null;
  }
}
