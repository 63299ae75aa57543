import { chmod, chown, lstat, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { note, type PrototypeFolder } from './prototype-folder.js';
import { passwordsIn, withoutPasswords } from './passwords-in.js';

const MOST_BYTES = 2 ** 20;

/**
 * Removes the passwords from the files of the prototype. The Vagrantfile comes last, as a run that goes on after a
 * kill reads in it what to look for. Resolves with the files that were changed.
 */
export async function cleanOldFiles(folder: PrototypeFolder, vmId: string): Promise<string[]> {
  const known = [...passwordsIn(folder.info), ...passwordsIn(folder.vagrantfile)];
  const files = (await filesIn(folder.path)).filter(
    (file) => file !== 'Vagrantfile' && file !== 'vm_info.txt',
  );
  const changed: string[] = [];
  for (const file of [...files, 'vm_info.txt']) {
    const path = join(folder.path, file);
    const text = await textIn(path);
    if (text === null) continue;
    const cleaned = withoutPasswords(text, known);
    if (cleaned === text) continue;
    await replace(path, cleaned);
    changed.push(file);
  }
  const vagrantfile = join(folder.path, 'Vagrantfile');
  if (folder.vagrantfile !== note(vmId)) {
    await replace(vagrantfile, note(vmId));
    changed.push('Vagrantfile');
  }
  return changed;
}

/** By what is in it `vagrant destroy` would remove the machine. Resolves with whether there was anything. */
export async function forgetVagrant({ path }: PrototypeFolder): Promise<boolean> {
  const folder = join(path, '.vagrant');
  if (!(await lstat(folder).catch(() => null))) return false;
  await rm(folder, { recursive: true });
  return true;
}

/** Relative to the folder; neither Vagrant's own nor what a link leads to. */
async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const lists = entries.map(async (entry) => {
    const path = join(below, entry.name);
    if (entry.isDirectory() && entry.name !== '.vagrant') return filesIn(folder, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(lists)).flat().sort();
}

/** Null for what is no text, or too large to be the prototype's. */
async function textIn(path: string): Promise<string | null> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isFile() || found.size > MOST_BYTES) return null;
  const bytes = await readFile(path);
  const text = bytes.toString('utf8');
  return text.includes('\0') || !Buffer.from(text).equals(bytes) ? null : text;
}

/** Whole or not at all, and its owner's as before. */
async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.vm-manager`;
  await writeFile(draft, text, { mode: 0o600 });
  const former = await stat(path).catch(() => null);
  if (former) {
    await chmod(draft, former.mode & 0o777);
    if (process.getuid?.() === 0) await chown(draft, former.uid, former.gid);
  } else await chmod(draft, 0o644);
  await rename(draft, path);
}
