import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BackupError } from './backup-error.js';
import { BackupKey } from './backup-key.js';
import { FileRecord } from './written-file.js';

const MANIFEST = 'manifest.json';
const MARK = 'manifest.mark';

/** What a backup has, and by what it is checked. */
export const Manifest = z.object({
  format: z.literal(1),
  installation: z.uuid(),
  version: z.string(),
  createdAt: z.iso.datetime(),
  salt: z.string(),
  check: z.string(),
  database: z.object({
    migrations: z.array(z.string()),
    tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
    sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  files: z.array(FileRecord),
});
export type Manifest = z.infer<typeof Manifest>;

/** Writes the manifest last: a folder without it is no backup. */
export async function writeManifest(folder: string, manifest: Manifest, key: BackupKey): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(folder, MARK), key.mark(text), { mode: 0o600, flush: true });
  await writeFile(join(folder, MANIFEST), text, { mode: 0o600, flush: true });
}

/** Rejects when the folder is no backup. What it says is only to be believed once `openManifest` has. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await textOf(folder, MANIFEST);
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new BackupError(`${MANIFEST} is damaged, or of a later version of VM Manager.`, { cause });
  }
}

/** The backup's keys; rejects unless the manifest is as somebody who knows the passphrase wrote it. */
export async function openManifest(folder: string, passphrase: string): Promise<[Manifest, BackupKey]> {
  const manifest = await readManifest(folder);
  const key = await BackupKey.opening(manifest, passphrase);
  if (!key.isMarked(await textOf(folder, MANIFEST), await textOf(folder, MARK)))
    throw new BackupError(`${MANIFEST} is damaged.`);
  return [manifest, key];
}

const textOf = (folder: string, name: string) =>
  readFile(join(folder, name), 'utf8').catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    const isThere = await access(folder).then(
      () => true,
      () => false,
    );
    throw new BackupError(
      isThere
        ? `${folder} is no complete backup: it has no ${name}.`
        : `There is no folder ${folder}: name one backup, or connect the disk that it is on.`,
      { cause },
    );
  });
