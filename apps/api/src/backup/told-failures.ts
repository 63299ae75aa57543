import type { CommandContext } from '../foundation/command-line/command.js';
import { EXIT_CODE } from '../foundation/config/exit-codes.js';
import { isDatabaseDown } from '../foundation/database/database-down.js';
import { BackupError } from './backup-error.js';

/** What disks and folders refuse, in words. */
const REFUSALS: Partial<Record<string, string>> = {
  ENOSPC: 'The disk is full',
  EDQUOT: 'The disk is full for this user',
  EACCES: 'This user may not read or write there',
  EPERM: 'This user may not read or write there',
  EROFS: 'The disk can only be read',
  EIO: 'The disk does not answer as it should',
  ENOTDIR: 'This is no folder',
};

/** Does it, and says what went wrong when a person can do something about it. Resolves with the exit code. */
export async function toldFailures({ say }: CommandContext, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    const { code = '', path } = error as NodeJS.ErrnoException;
    const refusal = REFUSALS[code];
    if (error instanceof BackupError) say(error.message);
    else if (isDatabaseDown(error)) say('The database does not answer, or has no room left.');
    else if (refusal !== undefined) say(path === undefined ? `${refusal}.` : `${refusal}: ${path}`);
    else throw error;
    return EXIT_CODE.failed;
  }
}
