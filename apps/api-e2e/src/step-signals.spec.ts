import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { eventually, PATIENCE_MS, within } from './support/eventually.js';

const CHILD = new URL('../../../infra/commands/child.mjs', import.meta.url).href;
const STEP = `
import { run } from ${JSON.stringify(CHILD)};
await run(process.execPath, ['--eval', 'process.stdout.write(String(process.pid)); setInterval(() => {}, 1000)']);
`;

it.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s to a command of the repository ends its running step, too', async (signal, code) => {
  const command = spawn(process.execPath, ['--input-type=module', '--eval', STEP]);
  const [printed] = (await once(command.stdout, 'data')) as [Buffer];
  command.kill(signal);
  const [ended] = (await within(PATIENCE_MS, 'it ends', once(command, 'exit'))) as [number | null];
  expect(ended).toBe(code);
  expect(() => process.kill(Number(printed.toString()), 0)).toThrow('ESRCH');
});

/** A step that ignores all that is to end it, as does what it has started; it prints both numbers. */
const STUBBORN = `
import { run } from ${JSON.stringify(CHILD)};
const stay = "for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => {}); setInterval(() => {}, 1000); console.log(process.pid);";
const both = stay + "require('node:child_process').spawn(process.execPath, ['--eval', process.argv[1]], { stdio: 'inherit' });";
await run(process.execPath, ['--eval', both, stay]);
`;

/** The command, and the numbers that it and its like print before they ignore what comes. */
async function started(program: string, count: number) {
  const command = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  let printed = '';
  command.stdout.on('data', (piece: Buffer) => (printed += piece.toString()));
  let said = '';
  command.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const pids = await eventually('all have begun', () => {
    const lines = printed.split('\n').slice(0, -1).map(Number);
    return lines.length === count && lines;
  });
  return { command, pids, said: () => said };
}
const areGone = (pids: number[]) => () => pids.every((pid) => !existsSync(`/proc/${pid}`));

it('a step that does not listen is killed after a while, with what it has started', async () => {
  const { command, pids, said } = await started(STUBBORN, 2);
  command.kill('SIGTERM');
  expect(await within(PATIENCE_MS, 'it ends', once(command, 'exit'))).toEqual([143, null]);
  await eventually('all are gone', areGone(pids));
  expect(said()).toBe('');
});

it('somebody who asks again does not wait for a step that does not listen', async () => {
  const { command, pids } = await started(STUBBORN, 2);
  const ended = once(command, 'exit');
  const asking = setInterval(() => command.kill('SIGINT'), 600);
  // Before the patience with a step of somebody who asks once (10 s) is at its end.
  expect(await within(8_000, 'it ends', ended)).toEqual([130, null]);
  clearInterval(asking);
  await eventually('all are gone', areGone(pids));
});

/** A shell is gone at once when it is told; what it waits for is not. */
const SHELL = `
import { run } from ${JSON.stringify(CHILD)};
await run('sh', ['-c', '"$0" --eval "console.log(process.pid); setInterval(() => {}, 1000)"; echo over', process.execPath]);
`;
it('a step that is a script ends with the program that it waits for', async () => {
  const { command, pids } = await started(SHELL, 1);
  command.kill('SIGTERM');
  expect(await within(PATIENCE_MS, 'it ends', once(command, 'exit'))).toEqual([143, null]);
  await eventually('all are gone', areGone(pids));
});

it('a step that fails shows its last words and where the whole is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-step-'));
  const file = join(folder, 'build.log');
  const failing = `
import { mainOf, runQuietly } from ${JSON.stringify(CHILD)};
await mainOf(() => runQuietly('sh', ['-c', 'seq 1 500; echo "the reason" >&2; exit 3'], ${JSON.stringify(file)}));
`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', failing], {
    encoding: 'utf8',
  });
  const lines = stderr.trim().split('\n');
  expect(status).toBe(1);
  expect(lines.length).toBeLessThan(40);
  expect(lines).toEqual(expect.arrayContaining(['499', '500', 'the reason', `All of it: ${file}`]));
  expect(lines).not.toContain('100');
  expect((await readFile(file, 'utf8')).split('\n')).toContain('100');
  await rm(folder, { recursive: true });
});

const STAYING = `
import { become } from ${JSON.stringify(CHILD)};
await become(process.execPath, ['--eval', 'process.stdout.write(String(process.pid)); setInterval(() => {}, 1000)']);
`;
/** As npm starts a command: by a shell, of which it hands no hang-up on. */
const NPM = `
process.title = 'npm start';
const env = { ...process.env, npm_lifecycle_event: 'start' };
require('node:child_process').spawn('sh', ['-c', '"$0" --input-type=module --eval "$1"; exit $?', process.execPath, process.argv[1]], { stdio: 'inherit', env });
`;

it('a hang-up that reaches npm alone ends what stays, behind a shell that outlives npm', async () => {
  const npm = spawn(process.execPath, ['--eval', NPM, STAYING]);
  const [printed] = (await once(npm.stdout, 'data')) as [Buffer];
  npm.kill('SIGHUP');
  // The output is closed when the last of them has gone.
  await within(PATIENCE_MS, 'all of them end', once(npm, 'close'));
  expect(() => process.kill(Number(printed.toString()), 0)).toThrow('ESRCH');
});
