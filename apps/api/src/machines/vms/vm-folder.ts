import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** `<owner>/<name>-<start of the id>`: readable for a person, unique whatever the names are. */
export function folderFor(vm: { id: string; name: string }, owner: { username: string }): string {
  const safe = owner.username.toLowerCase().replace(/[^a-z0-9_-]/g, '_');
  return join(safe, `${vm.name}-${vm.id.slice(0, 8)}`);
}

/**
 * Removes the folder, and its owner's when that is empty then. Refuses what is not two levels below `root`, or is somewhere
 * else in truth.
 */
export async function removeFolder(root: string, folder: string): Promise<void> {
  const path = resolve(root, folder);
  const inside = relative(root, path).split(sep);
  const ofOwner = dirname(path);
  if (inside.length !== 2 || inside.includes('..') || (await isLink(ofOwner)))
    throw new Error(`${folder} is not the folder of a VM.`);
  await rm(path, { recursive: true, force: true });
  await rmdir(ofOwner).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT') throw error;
  });
}

const isLink = (path: string) =>
  lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );

/** The folders of VMs below `root`, relative to it. */
export async function listFolders(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const owners = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const lists = await Promise.all(
    owners.map(async ({ name }) => {
      const inside = await readdir(join(root, name), { withFileTypes: true });
      return inside.filter((entry) => entry.isDirectory()).map((entry) => join(name, entry.name));
    }),
  );
  return lists.flat();
}
