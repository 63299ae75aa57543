import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import type { Environment } from '../foundation/config/environment.js';
import { fromProjectRoot } from '../foundation/config/project-root.js';
import { replaceKeyFile } from '../foundation/config/secret-key.js';
import { DatabaseServer } from '../foundation/database/database-server.js';
import { loadDatabase, requireEmpty } from './database-load.js';
import { unpack } from './folder-archive.js';
import { openManifest, type Manifest } from './manifest.js';
import { OPEN_SETTINGS, OWN_RECIPES, readBack, RECIPES, SECRETS, VM_FOLDERS } from './new-backup.js';
import { readSealed } from './sealed-file.js';
import { SecretsCopy, toEnvLines } from './settings-copy.js';

/** Where the configuration of a restored backup is put, to be compared with the present one; it has secrets. */
const RESTORED_SETTINGS = 'restored.env';
/** Where the school's own templates are put when `VMM_TEMPLATES_DIR` is not set here, or cannot be written to. */
const RESTORED_TEMPLATES = 'restored-vm-templates';

/**
 * Brings an installation back onto an empty one. The database comes last, in one transaction: cut off before, it can be
 * done again.
 */
export async function restoreBackup(
  environment: Environment,
  { folder, passphrase, say }: { folder: string; passphrase: string; say(line: string): void },
): Promise<Manifest> {
  const [manifest, key] = await openManifest(folder, passphrase);
  await readBack(folder, manifest, key);
  say(
    `Of ${manifest.createdAt}, by version ${manifest.version}: ${manifest.files.length} files are as they were written.`,
  );
  const server = await DatabaseServer.open(environment);
  try {
    await requireEmpty(server.connection);
    const read = (path: string) => readSealed(folder, path, key);
    await restoreSettings(
      environment.dataDir,
      folder,
      SecretsCopy.parse(JSON.parse(await text(read(SECRETS)))),
    );
    say(
      `Key and configuration: compare ${join(environment.dataDir, RESTORED_SETTINGS)} with .env, then remove it.`,
    );
    await unpack(read(VM_FOLDERS), environment.studentVmsDir, { keep: false });
    // Recipes of this version are newer than those of the backup; what the school has added is only there. Where the program
    // is not ours to write to, nobody has added any.
    const shipped = fromProjectRoot('infra/vm-templates');
    if (await isWritable(shipped)) await unpack(read(RECIPES), shipped, { keep: true });
    say('Folders of VMs, recipes of boxes.');
    if (manifest.files.some(({ path }) => path === OWN_RECIPES)) {
      const own = await folderOfOwn(environment);
      await unpack(read(OWN_RECIPES), own, { keep: true });
      say(`Your templates: ${own}`);
    }
    await loadDatabase(server.connection, manifest.database, read);
    say(`Database: ${manifest.database.tables.length} tables.`);
  } finally {
    await server.close();
  }
  return manifest;
}

async function folderOfOwn({ templatesDir, dataDir }: Environment): Promise<string> {
  return templatesDir !== null && (await isWritable(templatesDir))
    ? templatesDir
    : join(dataDir, RESTORED_TEMPLATES);
}

const isWritable = (folder: string) =>
  access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );

async function restoreSettings(
  dataDir: string,
  folder: string,
  { keys, variables }: SecretsCopy,
): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lines = (await readFile(join(folder, OPEN_SETTINGS), 'utf8')) + toEnvLines(variables);
  await writeFile(join(dataDir, RESTORED_SETTINGS), lines, { mode: 0o600 });
  await replaceKeyFile(dataDir, keys[0]);
}
