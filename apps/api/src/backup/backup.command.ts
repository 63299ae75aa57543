import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../access/audit-writing/audit-writer.js';
import { AuditWritingModule } from '../access/audit-writing/audit-writing.module.js';
import { UsageError, type Command, type CommandContext } from '../foundation/command-line/command.js';
import { wordsIn } from '../foundation/command-line/words.js';
import { AdvisoryLocks } from '../foundation/database/advisory-locks.js';
import { DatabaseConnection } from '../foundation/database/database-connection.js';
import { Installation } from '../foundation/database/installation.js';
import { BackupError } from './backup-error.js';
import { removeOldBackups } from './backup-names.js';
import { MachineBackup, MachineBackupModule } from './machine-backup.js';
import { makeBackup } from './new-backup.js';
import { requireUsable } from './usable-folder.js';
import { newPassphrase } from './passphrase.js';
import { toldFailures } from './told-failures.js';

export const backupCommand: Command = {
  name: 'backup',
  usage: '[<folder>] [--machines] [--passphrase-file <file>]',
  summary:
    'copies all but the disks of VMs into a folder (VMM_BACKUP_DIR), sealed by a passphrase; keeps 7 daily and 4 weekly copies',
  run: (context) => toldFailures(context, () => backUp(context)),
};

async function backUp({ args, configuration, open, say }: CommandContext): Promise<void> {
  const { environment } = configuration;
  const { folder = environment.backupDir, passphraseFile, machines } = wordsOf(args);
  if (folder === null) throw new UsageError('Name a folder, or set VMM_BACKUP_DIR.');
  await requireUsable(folder, [environment.dataDir, environment.studentVmsDir]);
  const passphrase = await newPassphrase(passphraseFile);
  const app = await open(AuditWritingModule, ...(machines ? [MachineBackupModule] : []));
  const { id: installationId } = app.get(Installation);
  const left: string[] = [];
  const addMachines = async (draft: string) => {
    const { files, failed } = await app.get(MachineBackup).add({ folder, draft, installationId }, say);
    left.push(...failed);
    return files;
  };
  const source = {
    ...{ configuration, installationId, say, connection: app.get(DatabaseConnection) },
    addMachines: machines ? addMachines : null,
  };
  const done = await app.get(AdvisoryLocks).holdIfFree('backup', async () => {
    const name = await makeBackup(source, folder, passphrase);
    say(`Written: ${resolve(folder, name)}`);
    for (const old of await removeOldBackups(folder, installationId)) say(`Removed: ${old}`);
    await app.get(DataSource).transaction(async (tx) => {
      const details = { through: 'command-line', systemAccount: userInfo().username, backup: name };
      await app.get(AuditWriter).record(tx, null, { action: 'platform.backup', details });
    });
    return true;
  });
  if (!done) throw new BackupError('Another backup is being made.');
  if (left.length > 0) throw new BackupError(`Not in the backup: ${left.join(', ')}.`);
}

function wordsOf(args: readonly string[]) {
  const { values, positionals } = wordsIn(args, {
    'passphrase-file': { type: 'string' },
    machines: { type: 'boolean', default: false },
  });
  const [folder, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError('One folder.');
  return {
    folder: folder && resolve(folder),
    passphraseFile: values['passphrase-file'],
    machines: values.machines,
  };
}
