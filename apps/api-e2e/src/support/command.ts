import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Installation } from './installation.js';

/** A command that does not end by itself is ended, with no code. */
const ENDS_WITHIN_MS = 90_000;
const PROGRAM = resolve(import.meta.dirname, '../../../api/dist/vmm.js');

/**
 * `npm run vmm -- ...` on an installation, whether its API runs or not; `typed` is what the person there types. It is killed
 * as soon as it has said `killAt`. `through` is a command that takes it as its last arguments.
 */
export async function vmm(
  installation: Installation,
  args: string[],
  {
    typed = '',
    env = {},
    killAt,
    through = [],
  }: { typed?: string; env?: Record<string, string>; killAt?: string; through?: string[] } = {},
): Promise<{ code: number | null; said: string; stderr: string }> {
  const command = [...through, process.execPath, PROGRAM, ...args];
  const [program = '', ...words] = command;
  const child = spawn(program, words, {
    cwd: installation.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      VMM_ADAPTERS: 'fake',
      VMM_DATA_DIR: installation.dataDir,
      STUDENT_VMS_DIR: installation.studentVmsDir,
      NODE_ENV: 'test',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: ENDS_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (killAt !== undefined && said.includes(killAt)) child.kill('SIGKILL');
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(typed);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said, stderr };
}
