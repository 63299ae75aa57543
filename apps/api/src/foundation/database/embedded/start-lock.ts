// The lock's holder lives as long as its caller and must not take part in the terminal's Ctrl+C.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Does the work while no other process does the same for this file. A child process holds the kernel's lock and ends when its
 * standard input closes, so that the lock is freed however we are killed.
 */
export async function underLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', ['--exclusive', lockFile, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const gone = once(holder, 'exit');
  const held = await Promise.race([once(holder.stdout, 'data'), gone.then(() => null)]);
  if (!held) throw new Error(`The lock ${lockFile} cannot be taken: is "flock" (util-linux) installed?`);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await gone;
  }
}
