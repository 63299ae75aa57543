// The second half of `npm test`, on our own Node: every check in turn, then a look at what they have left behind.
import { bakeBox, bakeBoxes } from './boxes.mjs';
import { CommandError, mainOf, runListening } from './child.mjs';
import { environment } from './environment.mjs';
import { failuresIn } from './failures.mjs';
import { prepareHost } from './host.mjs';
import { leftovers } from './leftovers.mjs';
import { NX, ROOT } from './places.mjs';
import { join } from 'node:path';

let printed = '';
const run = (command, args, options) =>
  runListening(command, args, (piece) => void (printed += piece), options);
const nx = (...args) => run(NX, [...args, '--output-style=stream'], { env: NX_ENV });
const NX_ENV = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };

const CHECKS = {
  format: () => run(join(ROOT, 'node_modules/.bin/prettier'), ['--check', '--log-level', 'warn', '.']),
  'lint, types, build': () => nx('run-many', '-t', 'lint', 'typecheck', 'build', '--parallel=2'),
  'unit and contract tests': () => nx('run-many', '-t', 'test', '--parallel=1'),
  'generators, for real': () => nx('run', 'generators:smoke'),
  'API over HTTP': () => nx('run', 'api-e2e:e2e'),
  'portal in the browser, pretended machines': () => nx('run', 'portal-e2e:e2e'),
  'portal in the browser, a real machine': () => nx('run', 'portal-e2e:journey'),
};

/** What takes too long for every change, each a command of its own: `npm run test:kill` and so on. */
const LONG_CHECKS = {
  kill: () => nx('run', 'portal-e2e:kill'),
  console: () => nx('run', 'portal-e2e:console'),
  'console-hour': () => nx('run', 'api-e2e:console-hour'),
  network: () => nx('run', 'portal-e2e:network'),
  resize: () => nx('run', 'portal-e2e:resize'),
  'restore-points': () => nx('run', 'portal-e2e:restore-points'),
  bin: () => nx('run', 'portal-e2e:bin'),
  backup: () => nx('run', 'portal-e2e:backup'),
  desktop: () => nx('run', 'portal-e2e:desktop'),
  import: () => nx('run', 'api-e2e:import'),
  boxes: () => nx('run', 'api-e2e:boxes'),
  uploads: () => nx('run', 'api-e2e:uploads'),
  random: () => nx('run-many', '-t', 'test-random', '--parallel=1'),
  deploy: () => nx('run', 'portal-e2e:deploy'),
  ansible: () => nx('run', 'portal-e2e:ansible'),
};

const only = process.argv.indexOf('--only');
const chosen = only < 0 ? CHECKS : { [process.argv[only + 1]]: LONG_CHECKS[process.argv[only + 1]] };

await mainOf(async () => {
  process.chdir(ROOT);
  const { dataDir, storagePool } = await environment();
  const packages = [
    'infra/host/test-packages',
    ...(chosen.deploy || chosen.ansible ? ['infra/deploy-tests/packages'] : []),
    ...(chosen.uploads || chosen['console-hour'] ? ['infra/host/proxy-test-packages'] : []),
  ];
  await prepareHost({ storagePool, packages });
  await bakeBoxes(dataDir);
  if (chosen.desktop) await bakeBox(dataDir, 'debian-client', '--try');
  const before = await leftovers();
  const failed = [];
  for (const [name, check] of Object.entries(chosen)) {
    const startedAt = Date.now();
    console.log(`\n━━ ${name}`);
    printed = '';
    const error = await check().then(
      () => null,
      (reason) => reason,
    );
    if (error && !(error instanceof CommandError)) throw error;
    if (error) failed.push([name, ...failuresIn(printed)].join('\n  '));
    console.log(
      `━━ ${name}: ${error ? 'FAILED' : 'passed'} after ${Math.round((Date.now() - startedAt) / 1000)} s`,
    );
  }
  const left = (await leftovers()).filter((trace) => !before.includes(trace));
  if (left.length > 0) failed.push(`left behind: ${left.join(', ')}`);
  for (const failure of failed) console.log(`FAILED: ${failure}`);
  // Nothing is skipped: each check and the look at what is left count.
  console.log(`\nchecks: ${Object.keys(chosen).length + 1 - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
});
