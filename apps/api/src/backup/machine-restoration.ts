import { Inject, Injectable, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { GroupEntity } from '../access/identity/group.entity.js';
import { GroupMemberEntity } from '../access/identity/group-member.entity.js';
import { UserEntity } from '../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { Installation } from '../foundation/database/installation.js';
import { messageForLog } from '../foundation/logging/error-for-log.js';
import { Hosts } from '../hosts/hosts.js';
import { HostsModule } from '../hosts/hosts.module.js';
import { vmIdOfDisk } from '../hosts/libvirt/volumes.js';
import { JobEntity } from '../jobs/job.entity.js';
import { KeptDiskEntity } from '../machines/kept-disks/kept-disk.entity.js';
import { OwnerNetworks } from '../machines/owner-networks/owner-networks.js';
import { OwnerNetworksModule } from '../machines/owner-networks/owner-networks.module.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import { machinesIn, type MachineCopy } from './machine-copies.js';

interface Watched {
  signal: AbortSignal;
  progress(share: number): void;
}

const UNWATCHED: Watched = { signal: new AbortController().signal, progress: () => undefined };

/** Brings the machines of a backup back to the host, switched off. */
@Injectable()
export class MachineRestoration {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    private readonly networks: OwnerNetworks,
    private readonly installation: Installation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** After the database. Resolves with the names of those that did not come back; they can be made anew in the portal. */
  async bringAllBack(folder: string, say: (line: string) => void): Promise<string[]> {
    const machines = [...(await machinesIn(folder)).values()];
    const failed: string[] = [];
    for (const [index, copy] of machines.entries()) {
      const title = `Machine ${index + 1} of ${machines.length}, ${copy.vm.name}`;
      try {
        const vm = await this.dataSource.getRepository(VmEntity).findOneBy({ id: copy.vm.id });
        // Deleted while the backup was made.
        if (!vm) continue;
        await this.bringBack(folder, copy, vm);
        say(`${title}: back, switched off.`);
      } catch (error) {
        say(`${title}: not brought back (${messageForLog(error)}).`);
        failed.push(copy.vm.name);
      }
    }
    return failed;
  }

  /** As the machine of this VM, which may be another one than it was. */
  async bringBack(
    folder: string,
    { definition, images }: MachineCopy,
    { id: vmId, ownerId, host, folder: ofVm }: Pick<VmEntity, 'id' | 'ownerId' | 'host' | 'folder'>,
    { signal, progress }: Watched = UNWATCHED,
  ): Promise<void> {
    const on = this.hosts.of(host);
    const network = await this.networks.ensureFor(on, ownerId, signal);
    const machine = { vmId, ownerId, installationId: this.installation.id, network };
    const paths = images.map(({ path }) => join(folder, path));
    const own = join(this.environment.studentVmsDir, ofVm);
    await mkdir(own, { recursive: true, mode: 0o750 });
    await on.copies.bringBack(machine, { definition, images: paths }, { folder: own, signal, progress });
    // Its disk has one of our names now: under the old one there may be somebody else's.
    await this.dataSource.getRepository(KeptDiskEntity).delete({ vmId });
  }

  /** Takes back what `bringBack` has made. */
  async undo({ id, host }: Pick<VmEntity, 'id' | 'host'>): Promise<void> {
    const { machines, volumes } = this.hosts.of(host);
    await machines.remove(id);
    for (const name of await volumes.names()) if (vmIdOfDisk(name) === id) await volumes.remove(name);
  }
}

@Module({
  imports: [
    TypeOrmModule.forFeature([
      VmEntity,
      UserEntity,
      GroupEntity,
      GroupMemberEntity,
      JobEntity,
      KeptDiskEntity,
    ]),
    HostsModule,
    OwnerNetworksModule,
  ],
  providers: [MachineRestoration],
  exports: [MachineRestoration],
})
export class MachineRestorationModule {}
