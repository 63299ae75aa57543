import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { eventually, within } from './eventually.js';

const PROGRAM = resolve(import.meta.dirname, '../../../api/dist/main.js');
const STOPS_WITHIN_MS = 60_000;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The built API as a process of its own, with nothing of our environment but the path to programs. */
export class ApiProcess {
  /** All that it said on both streams. */
  output = '';
  stdout = '';
  stderr = '';
  /** Where it listens, once it said so. */
  url = '';
  readonly exit: Promise<Exit>;
  private readonly child: ChildProcess;

  constructor(env: Record<string, string>, cwd: string) {
    this.child = spawn(process.execPath, [PROGRAM], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => this.keep('stdout', chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => this.keep('stderr', chunk));
    this.exit = once(this.child, 'close').then(([code, signal]) => ({ code, signal }) as Exit);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async ready(): Promise<this> {
    const address = await eventually(
      'the API is ready',
      () => /VM Manager is ready: (\S+)/.exec(this.stdout)?.[1] ?? (this.hasEnded && 'ended'),
      { within: 90_000, seen: () => this.output },
    );
    if (address === 'ended') throw new Error(`The API ended instead of starting:\n${this.output}`);
    this.url = address;
    return this;
  }

  /** As Ctrl+C does. */
  async interrupt(): Promise<Exit> {
    if (!this.hasEnded) this.child.kill('SIGINT');
    return within(STOPS_WITHIN_MS, `the API stops\n${this.output.slice(-3000)}`, this.exit);
  }

  async kill(): Promise<Exit> {
    if (!this.hasEnded) this.child.kill('SIGKILL');
    return this.exit;
  }

  private keep(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    const text = chunk.toString();
    this[stream] += text;
    this.output += text;
  }
}
