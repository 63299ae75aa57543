import { chmod, chown, lstat, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oldTextIn, type OldText } from './old-text.js';
import { note, type PrototypeFolder } from './prototype-folder.js';
import { passwordsIn, withoutPasswords } from './passwords-in.js';

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
    const old = await oldTextIn(path);
    if (old === null) continue;
    const text = withoutPasswords(old.text, known);
    if (text === old.text) continue;
    await replace(path, { ...old, text });
    changed.push(file);
  }
  const vagrantfile = join(folder.path, 'Vagrantfile');
  if (folder.vagrantfile !== note(vmId)) {
    await replace(vagrantfile, { text: note(vmId), encoding: 'utf8' });
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

/** Whole or not at all, and its owner's as before. What a link leads to stays as it is. */
async function replace(path: string, { text, encoding }: OldText): Promise<void> {
  const draft = `${path}.vm-manager`;
  // Left by a run that was cut off, or put there by somebody else.
  await rm(draft, { force: true });
  await writeFile(draft, text, { encoding, mode: 0o600, flag: 'wx' });
  const former = await lstat(path).catch(() => null);
  await chmod(draft, former?.isFile() ? former.mode & 0o777 : 0o644);
  if (former && process.getuid?.() === 0) await chown(draft, former.uid, former.gid);
  await rename(draft, path);
}
