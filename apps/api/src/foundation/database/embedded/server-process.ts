// The database server outlives an API that is killed; child-process/ starts only programs that end with us.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import type { Binaries } from './binaries.js';

/** Makes a new cluster; complete or not there at all, whenever we are killed. */
export async function createCluster(binaries: Binaries, clusterDir: string): Promise<void> {
  const draft = await mkdtemp(`${clusterDir}.new-`);
  const args = [
    '-D',
    draft,
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C',
    '--auth=trust',
    '--no-instructions',
  ];
  const output: string[] = [];
  const initdb = start(binaries, binaries.initdb, args, ['ignore', 'pipe', 'pipe']);
  for (const stream of [initdb.stdout, initdb.stderr])
    stream?.on('data', (chunk) => output.push(String(chunk)));
  const [code] = (await once(initdb, 'close')) as [number | null];
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new Error(`The embedded database cannot be made:\n${output.join('')}`);
  }
  await rename(draft, clusterDir);
}

/** Starts a server that listens on a Unix socket only. Resolves with its pid, before it is ready. */
export async function spawnServer(
  binaries: Binaries,
  { clusterDir, socketDir, logFile }: { clusterDir: string; socketDir: string; logFile: string },
): Promise<{ pid: number; exited: AbortSignal }> {
  const log = await open(logFile, 'a', 0o600);
  const settings = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const args = ['-D', clusterDir, '-k', socketDir];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const server = start(binaries, binaries.postgres, args, ['ignore', log.fd, log.fd]);
  const exited = new AbortController();
  server.once('exit', () => exited.abort());
  server.unref();
  try {
    await once(server, 'spawn');
  } finally {
    await log.close();
  }
  if (server.pid === undefined) throw new Error('The embedded database did not start');
  return { pid: server.pid, exited: exited.signal };
}

/** PostgreSQL refuses root: in a user namespace of its own, root is nobody and still owns root's files. */
function start(binaries: Binaries, program: string, args: string[], stdio: StdioOptions) {
  const asNobody = ['--user', '--map-user=65534', '--map-group=65534', program];
  const isRoot = process.getuid?.() === 0;
  return spawn(isRoot ? 'unshare' : program, isRoot ? [...asNobody, ...args] : args, {
    stdio,
    cwd: '/',
    detached: true,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: binaries.libraryPath },
  });
}
