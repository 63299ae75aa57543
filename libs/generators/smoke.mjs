// Generates one of everything in a copy of the checkout and holds the output to the checkout's own standards.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const checkout = join(import.meta.dirname, '../..');
const PATIENCE_MS = 900_000;
const OWN_PACKAGES = '@vm-manager';

// Under `nx smoke` Nx's variables point at the checkout, and a daemon would outlive the copy.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
Object.assign(env, { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', CI: 'true' });

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort());

async function run(folder, command, args, extra = {}) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, PATH: `${join(checkout, 'node_modules/.bin')}:${env.PATH}`, ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(PATIENCE_MS)]),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}\n${output}`);
  return output;
}

/** What is committed and what is not yet, without what is ignored. */
async function copyTo(folder) {
  const listed = await run(checkout, 'git', ['ls-files', '-co', '--exclude-standard', '-z']);
  for (const path of listed.split('\0').filter(Boolean)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    // A file that is deleted but not yet committed is no file.
    await cp(join(checkout, path), join(folder, path), { verbatimSymlinks: true }).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

/** The installed packages, but the workspace's own from the copy: the checkout's know nothing of what is generated. */
async function linkPackages(folder) {
  const [from, to] = [join(checkout, 'node_modules'), join(folder, 'node_modules')];
  await mkdir(join(to, OWN_PACKAGES), { recursive: true });
  for (const name of await readdir(from)) {
    if (![OWN_PACKAGES, '.cache'].includes(name)) await symlink(join(from, name), join(to, name));
  }
  for (const name of await readdir(join(folder, 'libs')))
    await symlink(`../../libs/${name}`, join(to, OWN_PACKAGES, name));
}

async function generate(folder, ...args) {
  await run(folder, 'nx', ['g', `@vm-manager/generators:${args[0]}`, ...args.slice(1), '--no-interactive']);
  console.log(`generated ${args.join(' ')}`);
}

async function changedIn(folder) {
  const listed = await run(folder, 'git', ['ls-files', '-mo', '--exclude-standard', '-z']);
  return listed.split('\0').filter(Boolean);
}

async function check(name, work) {
  const start = performance.now();
  await work;
  console.log(`${name} passed after ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

async function smoke(folder) {
  await copyTo(folder);
  await linkPackages(folder);
  // Its own repository, so that what is generated shows as a difference.
  await run(folder, 'git', ['init', '-q']);
  await run(folder, 'git', ['add', '-A']);

  await generate(folder, 'api-module', 'smoke-notes');
  await generate(folder, 'api-module', 'smoke-entries', '--only-for=teacher,admin');
  await generate(
    folder,
    'portal-feature',
    'smoke-notes',
    '--path=notes-de-fumee',
    '--fr=Notes',
    '--en=Notes',
  );
  await generate(
    ...[folder, 'vm-action', 'smoke-test', '--in=running,stopped', '--during=stopping', '--lane=heavy'],
    ...['--fr=enfumer', '--fr-done=enfumé', '--en=smoke', '--en-done=smoked'],
  );
  await generate(folder, 'migration', 'add-smoke-things');
  await generate(
    folder,
    'vm-template',
    'smoke-web',
    '--packages=nginx-light,php-fpm',
    '--fr=Web',
    '--en=Web',
  );
  await generate(folder, 'adr', 'Why there is smoke');

  const changed = await changedIn(folder);
  const sources = changed.filter((path) => /\.(ts|mjs)$/.test(path));
  const jest = (project, ...paths) =>
    run(join(folder, project), 'jest', paths, {
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    });
  const outcomes = await Promise.allSettled([
    check('prettier', run(folder, 'prettier', ['--check', '--ignore-unknown', ...changed])),
    check('lint', run(folder, 'eslint', ['--max-warnings', '0', ...sources])),
    check('typecheck of contracts', run(folder, 'tsc', ['-p', 'libs/contracts/tsconfig.json', '--noEmit'])),
    check('typecheck of the API', run(folder, 'tsc', ['-p', 'apps/api/tsconfig.json', '--noEmit'])),
    check(
      'typecheck of the portal',
      run(folder, 'ngc', ['-p', 'apps/portal/tsconfig.spec.json', '--noEmit']),
    ),
    check('recipe', run(folder, 'infra/vm-templates/bake.sh', ['smoke-web', '--version'])),
    check('texts of the portal', run(folder, 'node', ['apps/portal/testing/check-texts.mjs'])),
    check('tests of the portal', run(folder, 'nx', ['run', 'portal:test', '--include=**/smoke-*/*.spec.ts'])),
    check('tests of contracts', jest('libs/contracts', 'src/smoke-', 'src/problem-texts')),
    check(
      'tests of the API',
      jest(
        'apps/api',
        '/smoke-',
        'src/machines/vms/vms.controller',
        'src/machines/vm-templates/template-catalogue',
        'src/foundation/database/migration-drift',
        'src/testing/walls',
      ),
    ),
  ]);
  const failures = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  if (failures.length > 0) throw new AggregateError(failures);
}

const folder = await mkdtemp(join(tmpdir(), 'vmm-smoke-'));
try {
  const start = performance.now();
  await smoke(folder);
  console.log(`All generators work (${((performance.now() - start) / 1000).toFixed(0)} s).`);
} catch (error) {
  for (const { message } of error.errors ?? [error]) console.error(message);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
