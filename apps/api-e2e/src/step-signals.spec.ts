import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { PATIENCE_MS, within } from './support/eventually.js';

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
