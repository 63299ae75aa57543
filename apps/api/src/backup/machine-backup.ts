import { Injectable, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataSource } from 'typeorm';
import { GroupEntity } from '../access/identity/group.entity.js';
import { GroupMemberEntity } from '../access/identity/group-member.entity.js';
import { UserEntity } from '../access/identity/user.entity.js';
import { isDiskFull } from '../foundation/database/database-down.js';
import { messageForLog } from '../foundation/logging/error-for-log.js';
import { Hosts } from '../hosts/hosts.js';
import { HostsModule } from '../hosts/hosts.module.js';
import { JobEntity } from '../jobs/job.entity.js';
import { KeptDiskEntity } from '../machines/kept-disks/kept-disk.entity.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import { backupsIn, draftsIn, withMachines } from './backup-names.js';
import { folderOfMachine, MachineCopies, machinesIn, type EarlierBackup } from './machine-copies.js';
import type { FileRecord } from './written-file.js';

/** A machine in these states is not there, or will not be. */
const WITHOUT_MACHINE = ['queued', 'creating', 'failed', 'deleting'];

/** Copies the disks of all VMs into a backup, one after the other. */
@Injectable()
export class MachineBackup {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
  ) {}

  /** One that cannot be copied does not keep the others from it; resolves with their names. */
  async add(
    { folder, draft, installationId }: { folder: string; draft: string; installationId: string },
    say: (line: string) => void,
  ): Promise<{ files: FileRecord[]; failed: string[] }> {
    const vms = await this.dataSource.getRepository(VmEntity).find({ order: { createdAt: 'ASC' } });
    const copied = vms.filter(({ state }) => !WITHOUT_MACHINE.includes(state));
    const copies = new MachineCopies(draft, await earlierThan(draft, folder, installationId));
    const files: FileRecord[] = [];
    const failed: string[] = [];
    for (const [index, vm] of copied.entries()) {
      const title = `Machine ${index + 1} of ${copied.length}, ${vm.name}`;
      let told = 0;
      const progress = (share: number) => {
        if (share < told + 0.25) return;
        told = share;
        say(`${title}: ${Math.round(share * 100)} %`);
      };
      try {
        const made = await copies.add(vm, this.hosts.of(vm.host).copies, progress);
        files.push(...made.files);
        const bytes = made.files.at(-2)?.bytes ?? 0;
        if (await this.hasFurtherDisks(vm))
          say(`${title}: only its system's disk; its further ones are not copied.`);
        say(`${title}: ${made.how}${made.how === 'unchanged' ? '' : `, ${Math.ceil(bytes / 2 ** 20)} MiB`}.`);
      } catch (error) {
        // A full disk is full for all of them.
        if (isDiskFull(error)) throw error;
        await rm(join(draft, folderOfMachine(vm.id)), { recursive: true, force: true });
        say(`${title}: not copied (${messageForLog(error)}).`);
        failed.push(vm.name);
      }
    }
    return { files, failed };
  }

  /** As some of the prototype's machines have: nobody shall rely on what is not there. */
  private async hasFurtherDisks({ id: vmId }: VmEntity): Promise<boolean> {
    return (await this.dataSource.getRepository(KeptDiskEntity).countBy({ vmId })) > 1;
  }
}

/** What was cut off first, then the newest complete one that has machines. */
async function earlierThan(draft: string, folder: string, installationId: string): Promise<EarlierBackup[]> {
  const names = await readdir(folder);
  const drafts = draftsIn(names, installationId).filter((name) => name !== basename(draft));
  const newest = (await withMachines(folder, await backupsIn(folder, installationId))).slice(-1);
  const toEarlier = async (name: string, isCutOff: boolean): Promise<EarlierBackup> => ({
    folder: join(folder, name),
    // One that cannot be read is not built upon.
    machines: await machinesIn(join(folder, name)).catch(() => new Map()),
    isCutOff,
  });
  return Promise.all([
    ...drafts.reverse().map((name) => toEarlier(name, true)),
    ...newest.map((name) => toEarlier(name, false)),
  ]);
}

/** The tables and hosts alone, and no one who works on them: the command runs beside the portal. */
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
  ],
  providers: [MachineBackup],
})
export class MachineBackupModule {}
