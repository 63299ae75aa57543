import { Inject, Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Installation } from '../../foundation/database/installation.js';
import type { Host } from '../../hosts/host.js';
import { vmIdOfDisk } from '../../hosts/libvirt/volumes.js';
import { isNetworkOf } from '../owner-networks/network-candidates.js';
import { listFolders } from '../vms/vm-folder.js';

/** Something that may belong to a VM or an owner of ours. */
export interface Thing {
  what: 'domain' | 'volume' | 'folder' | 'network';
  name: string;
  /** Null for a network, which is an owner's. */
  vmId: string | null;
  /** Whether it carries our installation's id. */
  isOurs: boolean;
}

const VmJson = z.object({ id: z.uuid(), installationId: z.uuid() });

/** Looks for what this installation made. What carries another installation's id is never returned. */
@Injectable()
export class HostInventory {
  constructor(
    private readonly installation: Installation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Machines, disks and networks on the host. */
  async of(host: Host): Promise<Thing[]> {
    const [domains, volumes, networks] = await Promise.all([
      host.machines.list(),
      host.volumes.names(),
      host.networks.names(),
    ]);
    return [
      ...domains
        .filter(({ installationId }) => installationId === this.installation.id)
        .map(({ vmId }): Thing => ({ what: 'domain', name: vmId, vmId, isOurs: true })),
      ...volumes.flatMap(toDisk),
      ...networks
        .filter((name) => isNetworkOf(this.installation.id, name))
        .map((name): Thing => ({ what: 'network', name, vmId: null, isOurs: true })),
    ];
  }

  /** The folders of machines, which lie here wherever the machines are. */
  async folders(): Promise<Thing[]> {
    const root = this.environment.studentVmsDir;
    const found = await Promise.all(
      (await listFolders(root)).map(async (name): Promise<Thing[]> => {
        const vm = await readVmJson(join(root, name, 'vm.json'));
        if (vm?.installationId !== this.installation.id) return [];
        return [{ what: 'folder', name, vmId: vm.id, isOurs: true }];
      }),
    );
    return found.flat();
  }
}

/** A disk's name says whose VM it is, not whose installation: only our records can tell. */
function toDisk(name: string): Thing[] {
  const vmId = vmIdOfDisk(name);
  return vmId ? [{ what: 'volume', name, vmId, isOurs: false }] : [];
}

async function readVmJson(file: string) {
  try {
    return VmJson.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Not a folder of ours, or not a whole one: without an id it is nobody's to touch.
    return null;
  }
}
