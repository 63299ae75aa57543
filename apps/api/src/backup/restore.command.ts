import { userInfo } from 'node:os';
import { basename, resolve } from 'node:path';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, IsNull } from 'typeorm';
import { AuditWriter } from '../access/audit-writing/audit-writer.js';
import { AuditWritingModule } from '../access/audit-writing/audit-writing.module.js';
import { SessionEntity } from '../access/sessions/session.entity.js';
import { UsageError, type Command, type CommandContext } from '../foundation/command-line/command.js';
import { wordsIn } from '../foundation/command-line/words.js';
import { Installation } from '../foundation/database/installation.js';
import { ProblemError } from '../foundation/problems/problem-error.js';
import { BackupError } from './backup-error.js';
import { folderOfMachine, machineIn } from './machine-copies.js';
import { openManifest } from './manifest.js';
import { VM_FOLDERS } from './new-backup.js';
import { readSealed } from './sealed-file.js';
import { checkFile } from './written-file.js';
import { MachineRestoration, MachineRestorationModule } from './machine-restoration.js';
import { OneMachine, OneMachineModule } from './one-machine.js';
import { passphraseFrom } from './passphrase.js';
import { restoreBackup } from './restoration.js';
import { toldFailures } from './told-failures.js';

export const restoreCommand: Command = {
  name: 'restore',
  usage: '<backup> [--vm <id>] [--passphrase-file <file>]',
  summary:
    'brings a backup back onto an installation that nobody has used yet; with --vm one machine of it, as a new one of its owner',
  run: (context) => toldFailures(context, () => restore(context)),
};

async function restore(context: CommandContext): Promise<void> {
  const { configuration, open, say } = context;
  const { folder, passphraseFile, vmId } = wordsOf(context.args);
  const passphrase = await passphraseFrom(passphraseFile);
  if (vmId !== undefined) return restoreOne(context, { folder, passphrase, vmId });
  await restoreBackup(configuration.environment, { folder, passphrase, say });
  // Opening it brings a database of an earlier version up to date.
  const app = await open(
    AuditWritingModule,
    TypeOrmModule.forFeature([SessionEntity]),
    MachineRestorationModule,
  );
  await app.get(DataSource).transaction(async (tx) => {
    // Whoever had signed out since the backup shall not be signed in again.
    await tx.delete(SessionEntity, { name: IsNull() });
    const details = { through: 'command-line', systemAccount: userInfo().username, backup: basename(folder) };
    await app.get(AuditWriter).record(tx, null, { action: 'platform.restore', details });
  });
  const failed = await app.get(MachineRestoration).bringAllBack(folder, say);
  if (failed.length > 0) throw new BackupError(`Restored, but for these machines: ${failed.join(', ')}.`);
  say('Restored. Start the portal: everybody signs in anew.');
}

async function restoreOne(
  { open, say }: CommandContext,
  { folder, passphrase, vmId }: { folder: string; passphrase: string; vmId: string },
): Promise<void> {
  const [manifest, key] = await openManifest(folder, passphrase);
  const files = manifest.files.filter(({ path }) => path.startsWith(`${folderOfMachine(vmId)}/`));
  for (const file of files) await checkFile(folder, file);
  const copy = files.length > 0 ? await machineIn(folder, vmId) : null;
  if (!copy) throw new BackupError(`The backup has no machine ${vmId}.`);
  const app = await open(AuditWritingModule, OneMachineModule);
  if (app.get(Installation).id !== manifest.installation)
    throw new BackupError('This is a backup of another installation.');
  try {
    const name = await app.get(OneMachine).bringBack(folder, copy, readSealed(folder, VM_FOLDERS, key));
    say(`Back as ${name}, switched off.`);
  } catch (error) {
    if (!(error instanceof ProblemError && error.code === 'quota-exceeded')) throw error;
    throw new BackupError('The quota of its owner has no room for it.', { cause: error });
  }
}

function wordsOf(args: readonly string[]) {
  const { values, positionals } = wordsIn(args, {
    'passphrase-file': { type: 'string' },
    vm: { type: 'string' },
  });
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new UsageError('One backup.');
  return { folder: resolve(folder), passphraseFile: values['passphrase-file'], vmId: values.vm };
}
