import type { CommandContext } from '../foundation/command-line/command.js';
import { diskFaultOf } from '../foundation/command-line/disk-fault.js';
import { EXIT_CODE } from '../foundation/config/exit-codes.js';
import { isDatabaseDown } from '../foundation/database/database-down.js';
import { BackupError } from './backup-error.js';

/** Does it, and says what went wrong when a person can do something about it. Resolves with the exit code. */
export async function toldFailures({ say }: CommandContext, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    const fault = diskFaultOf(error);
    if (error instanceof BackupError) say(error.message);
    else if (isDatabaseDown(error)) say('The database does not answer, or has no room left.');
    else if (fault !== null) say(fault);
    else throw error;
    return EXIT_CODE.failed;
  }
}
