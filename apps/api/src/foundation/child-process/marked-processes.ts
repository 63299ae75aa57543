import { readdir, readFile } from 'node:fs/promises';

/**
 * Processes of this user whose environment carries `NAME=value`: how children that outlived their parent are found
 * again. Ids are reused by the system, environments are not, so no file with a process id is ever trusted.
 */
export async function findMarkedProcesses(name: string, value: string): Promise<number[]> {
  const mark = `${name}=${value}`;
  const ids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const marked = await Promise.all(
    ids.map(async (pid) => ((await environmentOf(pid)).includes(mark) ? pid : null)),
  );
  return marked.filter((pid): pid is number => pid !== null && pid !== process.pid);
}

const PATIENCE_MS = 10_000;

/** Kills them all and waits until none is left; rejects when one survives that. Resolves with how many there were. */
export async function endMarkedProcesses(name: string, value: string): Promise<number> {
  let ended = 0;
  for (const giveUpAt = performance.now() + PATIENCE_MS; ;) {
    const found = await findMarkedProcesses(name, value);
    if (found.length === 0) return ended;
    if (performance.now() > giveUpAt) throw new Error(`Processes ${found.join(', ')} do not end.`);
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
        ended += 1;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Gone between listing and reading, a zombie, or another user's: not one of ours to end.
const environmentOf = (pid: number): Promise<string[]> =>
  readFile(`/proc/${pid}/environ`, 'utf8').then(
    (text) => text.split('\0'),
    () => [],
  );
