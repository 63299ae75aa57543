import { Inject, Injectable } from '@nestjs/common';
import { schoolDayAt, type BackupFolderState } from '@vm-manager/contracts';
import { join } from 'node:path';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { Installation } from '../foundation/database/installation.js';
import { ProblemError } from '../foundation/problems/problem-error.js';
import { backupsIn } from './backup-names.js';
import { machineIn, machinesIn, type MachineCopy } from './machine-copies.js';

/** A machine as one of the backups has it. */
export interface Kept {
  backup: string;
  copy: MachineCopy;
}

/** The folder of backups, as far as the portal may look into it: disks of machines are not sealed, the rest of a backup is. */
@Injectable()
export class BackupFolder {
  constructor(
    private readonly installation: Installation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Of one VM, newest first. Rejects with `backup-unusable` when the folder cannot be looked into. */
  async ofVm(vmId: string): Promise<Kept[]> {
    return this.collect(async (backup) => {
      const copy = await machineIn(this.pathOf(backup), vmId);
      return copy ? [copy] : [];
    });
  }

  /** Of all VMs of one owner, newest first. Rejects with `backup-unusable` when the folder cannot be looked into. */
  async ofOwner(ownerId: string): Promise<Kept[]> {
    return this.collect(async (backup) =>
      [...(await machinesIn(this.pathOf(backup))).values()].filter(({ vm }) => vm.ownerId === ownerId),
    );
  }

  pathOf(backup: string): string {
    return join(this.folder, backup);
  }

  /** The school's day on which a copy was made. */
  dayOf({ copiedAt }: MachineCopy): string {
    return schoolDayAt(Date.parse(copiedAt), this.environment.timeZone);
  }

  private get folder(): string {
    const { backupDir } = this.environment;
    if (backupDir === null) throw unusable('not-configured');
    return backupDir;
  }

  private async collect(read: (backup: string) => Promise<MachineCopy[]>): Promise<Kept[]> {
    const { folder } = this;
    try {
      const backups = (await backupsIn(folder, this.installation.id)).reverse();
      const found = await Promise.all(
        backups.map(async (backup) => (await read(backup)).map((copy) => ({ backup, copy }))),
      );
      return found.flat();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw unusable(code === 'EACCES' || code === 'EPERM' ? 'closed' : 'missing', error);
    }
  }
}

const unusable = (reason: Exclude<BackupFolderState, 'readable'>, cause?: unknown) =>
  new ProblemError('backup-unusable', { reason }, { cause });
