import { access, constants, realpath, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { BackupError } from './backup-error.js';

/**
 * Refuses a folder that is not there, that cannot be written to, or that lies in what is copied: each backup would have those
 * before it in it, and a disk that fails would take both.
 */
export async function requireUsable(folder: string, copied: readonly string[]): Promise<void> {
  const path = await realpath(folder).catch((cause: unknown) => {
    throw new BackupError(`There is no folder ${folder}: make it, or connect the disk that it is on.`, {
      cause,
    });
  });
  if (!(await stat(path)).isDirectory()) throw new BackupError(`${folder} is no folder.`);
  for (const one of copied) {
    const real = await realpath(one).catch(() => one);
    if (isWithin(path, real))
      throw new BackupError(
        `${folder} lies in ${one}, which is copied: choose a folder elsewhere, on another disk if you can.`,
      );
  }
  await access(path, constants.R_OK | constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw new BackupError(`This user may not write into ${folder}.`, { cause });
  });
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path).split(sep);
  return way[0] !== '..';
}
