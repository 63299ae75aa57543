import { access, constants, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Configuration } from '../foundation/config/configuration.js';
import { PRODUCT_VERSION } from '../foundation/config/product-version.js';
import { fromProjectRoot } from '../foundation/config/project-root.js';
import { keyTexts } from '../foundation/config/secret-key.js';
import { isDiskFull } from '../foundation/database/database-down.js';
import type { DatabaseConnection } from '../foundation/database/database-connection.js';
import { BackupError } from './backup-error.js';
import { BackupKey } from './backup-key.js';
import { backupName, draftOf } from './backup-names.js';
import { copyDatabase } from './database-copy.js';
import { packed } from './folder-archive.js';
import { writeManifest, type Manifest } from './manifest.js';
import { readSealed, writeSealed } from './sealed-file.js';
import { toEnvLines, type SecretsCopy } from './settings-copy.js';
import { checkFile, readThrough, writeMeasured, type FileRecord } from './written-file.js';

export const OPEN_SETTINGS = 'configuration.env';
export const SECRETS = 'secrets.json.gz.sealed';
export const VM_FOLDERS = 'student_vms.tar.gz.sealed';
export const RECIPES = 'vm-templates.tar.gz.sealed';
/** The school's, when it has some. */
export const OWN_RECIPES = 'own-vm-templates.tar.gz.sealed';

/** What a backup is made of. */
export interface BackupSource {
  configuration: Configuration;
  connection: DatabaseConnection;
  installationId: string;
  say(line: string): void;
  /** Adds the machines, when they are wanted; resolves with the records of their files. */
  addMachines: ((draft: string) => Promise<FileRecord[]>) | null;
}

/** Writes a backup under another name, reads all of it back, and only then gives it its own; resolves with that. */
export async function makeBackup(source: BackupSource, folder: string, passphrase: string): Promise<string> {
  const now = new Date();
  const name = backupName(source.installationId, now);
  const draft = join(folder, draftOf(name));
  await mkdir(draft, { mode: 0o700 });
  try {
    const key = await BackupKey.of(passphrase);
    const manifest = await writeAll(source, draft, key, now);
    await writeManifest(draft, manifest, key);
    await readBack(draft, manifest, key);
    source.say(`Read back: ${manifest.files.length} files are as they were written.`);
    await rename(draft, join(folder, name));
    return name;
  } catch (error) {
    // Machines that were copied are not copied again the next time; on a full disk they would only keep it full.
    if (!source.addMachines || isDiskFull(error)) await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function writeAll(source: BackupSource, draft: string, key: BackupKey, now: Date): Promise<Manifest> {
  const { configuration, connection, installationId, say } = source;
  const { environment, secrets, written } = configuration;
  const files: FileRecord[] = [];
  const seal = async (path: string, content: Readable) => {
    const file = await writeSealed(draft, path, content, key);
    files.push(file);
    return file;
  };
  const database = await copyDatabase(connection, async (path, rows) => void (await seal(path, rows)));
  say(`Database: ${database.tables.length} tables, ${sizeOf(files)}.`);
  const lines = Readable.from([Buffer.from(toEnvLines(written.open))]);
  files.push(await writeMeasured(draft, OPEN_SETTINGS, [lines]));
  const [current, ...previous] = await keyTexts(environment.dataDir, secrets);
  if (current === undefined) throw new Error('No secret key');
  const copy: SecretsCopy = { keys: [current, ...previous], variables: written.secret };
  await seal(SECRETS, Readable.from([Buffer.from(JSON.stringify(copy))]));
  say(`Folders of VMs: ${sizeOf([await seal(VM_FOLDERS, await packed(environment.studentVmsDir))])}.`);
  await seal(RECIPES, await packed(fromProjectRoot('infra/vm-templates')));
  const { templatesDir } = environment;
  if (templatesDir !== null) {
    await access(templatesDir, constants.R_OK | constants.X_OK).catch((cause: unknown) => {
      throw new BackupError(`The folder of your templates cannot be read: ${templatesDir}`, { cause });
    });
    say(`Your templates: ${sizeOf([await seal(OWN_RECIPES, await packed(templatesDir))])}.`);
  }
  if (source.addMachines) files.push(...(await source.addMachines(draft)));
  return {
    ...{ format: 1, installation: installationId, version: PRODUCT_VERSION, createdAt: now.toISOString() },
    ...{ salt: key.salt, check: key.check, database, files },
  };
}

/** Rejects with the name of the first file that is not as the manifest says. */
export async function readBack(folder: string, { files }: Manifest, key: BackupKey): Promise<void> {
  for (const file of files) {
    await checkFile(folder, file);
    if (file.path.endsWith('.sealed')) await readThrough(readSealed(folder, file.path, key));
  }
}

function sizeOf(files: readonly FileRecord[]): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
