import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from './configuration.js';
import type { Environment } from './environment.js';

/** Rejects when the folders of the configuration cannot be ours. Makes none. */
export async function checkFolders({
  dataDir,
  studentVmsDir,
}: Pick<Environment, 'dataDir' | 'studentVmsDir'>): Promise<void> {
  const folders = { VMM_DATA_DIR: dataDir, STUDENT_VMS_DIR: studentVmsDir };
  const looks = Object.entries(folders).map(async ([name, path]) => ({
    name,
    trouble: await troubleWith(path),
  }));
  const wrong = (await Promise.all(looks)).filter(({ trouble }) => trouble !== null);
  if (wrong.length > 0)
    throw new ConfigurationError(wrong.map(({ name, trouble }) => `✖ ${trouble}\n  → at ${name}`).join('\n'));
}

/** Of a folder that is still to be made: with the one in which it would be. */
async function troubleWith(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isDirectory()) return `${path} is no folder`;
    await access(path, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if ((code === 'ENOENT' || code === 'ENOTDIR') && dirname(path) !== path)
      return troubleWith(dirname(path));
    return code === 'EACCES' ? `this user may not write to ${path}` : `${path} cannot be used (${code})`;
  }
}
