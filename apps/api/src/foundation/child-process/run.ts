import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface RunOptions {
  cwd?: string;
  /** The whole environment of the child; nothing is inherited. */
  env: Record<string, string>;
  timeoutMs: number;
  signal?: AbortSignal;
  /** Every line of output as it comes, both streams. */
  onLine?: (line: string) => void;
}

export class ChildProcessError extends Error {
  override name = 'ChildProcessError';
  constructor(
    readonly command: string,
    readonly reason: { exitCode: number | null } | 'timed-out' | 'aborted' | 'not-started',
    readonly lastLines: string,
    options?: ErrorOptions,
  ) {
    super(`${command}: ${typeof reason === 'string' ? reason : `exit code ${reason.exitCode}`}`, options);
  }
}

const KEPT_LINES = 60;
/** How long output may still arrive after a kill. */
const DRAIN_MS = 1_000;

/**
 * Runs a program with literal arguments, in a process group of its own, and resolves with its output's last lines.
 * On time-out and abort the whole group is killed at once: whoever asked looks at the real state before the next try.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  if (options.signal?.aborted) return Promise.reject(new ChildProcessError(command, 'aborted', ''));
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    options.onLine?.(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);

  let ended: 'timed-out' | 'aborted' | undefined;
  let leaving: NodeJS.Timeout | undefined;
  const end = (reason: 'timed-out' | 'aborted') => {
    if (ended) return;
    ended = reason;
    killGroup(child.pid);
    // A grandchild that left the group may keep the other ends of the pipes open for ever.
    leaving = setTimeout(() => [child.stdout, child.stderr].forEach((output) => output.destroy()), DRAIN_MS);
  };
  const timer = setTimeout(() => end('timed-out'), options.timeoutMs);
  const abort = () => end('aborted');
  options.signal?.addEventListener('abort', abort, { once: true });
  const settle = () => {
    clearTimeout(timer);
    clearTimeout(leaving);
    options.signal?.removeEventListener('abort', abort);
  };
  child.on('error', (cause) => {
    settle();
    reject(new ChildProcessError(command, 'not-started', lines.join('\n'), { cause }));
  });
  child.on('close', (exitCode) => {
    settle();
    if (exitCode === 0 && !ended) resolve(lines.join('\n'));
    else reject(new ChildProcessError(command, ended ?? { exitCode }, lines.join('\n')));
  });
  return promise;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
