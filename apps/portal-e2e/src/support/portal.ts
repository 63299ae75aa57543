import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../../../..');
const READY_WITHIN_MS = 60_000;

export const PASSWORD = 'mot de passe de test';

/** The built product, portal and API, on a port and in folders of its own. */
export class Portal {
  private child: ChildProcess | undefined;
  readonly output: string[] = [];

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<Portal> {
    const portal = new Portal(await mkdtemp(join(tmpdir(), 'vmm-e2e-')), await freePort(), env);
    await portal.start();
    return portal;
  }

  /** As `open`, on real libvirt, with the boxes that were baked for this clone and networks without a way out. */
  static async openReal(env: Record<string, string> = {}): Promise<Portal> {
    const portal = new Portal(await mkdtemp(join(tmpdir(), 'vmm-e2e-')), await freePort(), {
      VMM_ADAPTERS: 'real',
      VMM_NETWORK_MODE: 'none',
      ...env,
    });
    const boxes = join(portal.folder, 'data/boxes');
    await mkdir(boxes, { recursive: true });
    await cp(join(ROOT, 'var/boxes'), boxes, {
      recursive: true,
      // The newest of a name is what machines start from.
      preserveTimestamps: true,
      mode: 2 /* a link where the file system can */,
    });
    await portal.start();
    return portal;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get studentVms(): string {
    return join(this.folder, 'student_vms');
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(this.port),
      VMM_ADAPTERS: 'fake',
      VMM_DATA_DIR: join(this.folder, 'data'),
      STUDENT_VMS_DIR: this.studentVms,
      VMM_DEMO_PASSWORD: PASSWORD,
      LOG_LEVEL: 'info',
      // A deletion deletes, unless it is about the bin.
      VMM_BIN_DAYS: '0',
      ...this.env,
    };
  }

  /** `npm run vmm -- ...` on it, running or not; rejects unless it ends well. */
  async command(...args: string[]): Promise<string> {
    const program = ['--enable-source-maps', join(ROOT, 'apps/api/dist/vmm.js'), ...args];
    const { stdout } = await promisify(execFile)(process.execPath, program, {
      cwd: this.folder,
      env: this.environment,
    });
    return stdout;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'apps/api/dist/main.js')], {
      cwd: this.folder,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const ready = Promise.withResolvers<void>();
    const keep = (line: string) => {
      this.output.push(line);
      if (line.includes('is ready')) ready.resolve();
    };
    createInterface({ input: child.stdout }).on('line', keep);
    createInterface({ input: child.stderr }).on('line', keep);
    child.once('exit', (code) =>
      ready.reject(new Error(`The API ended with ${code}:\n${this.output.join('\n')}`)),
    );
    const late = setTimeout(() => ready.reject(new Error('The API is not ready in time.')), READY_WITHIN_MS);
    await ready.promise.finally(() => clearTimeout(late));
  }

  /** Stops the program as Ctrl+C does. */
  async stop(): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    const [code] = (await exited) as [number | null];
    return code;
  }

  /** What a power cut does to the program; its database and its machines stay. */
  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Resolves when the program has ended by itself, as VMM_TEST_KILL_AT makes it. */
  async died(withinMs: number): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await once(child, 'exit', { signal: AbortSignal.timeout(withinMs) });
  }

  /** Changes the environment of the next start. */
  set(name: string, value: string | undefined): void {
    if (value === undefined) delete this.env[name];
    else this.env[name] = value;
  }

  /** Stops it and removes its folder; `student_vms` has to be empty by then. */
  async close(): Promise<void> {
    await this.stop();
    const left = await readdir(this.studentVms).catch(() => []);
    await rm(this.folder, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`Left in student_vms: ${left.join(', ')}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
