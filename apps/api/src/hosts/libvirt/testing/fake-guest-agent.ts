import { connect, type Socket } from 'node:net';
import * as z from 'zod';

const Line = z.object({ execute: z.string(), arguments: z.record(z.string(), z.unknown()).optional() });
const Exec = z.strictObject({
  path: z.string(),
  arg: z.array(z.string()),
  'input-data': z.base64().optional(),
  'capture-output': z.boolean(),
});
const Password = z.strictObject({ username: z.string(), password: z.base64(), crypted: z.literal(false) });

export interface RanProgram {
  path: string;
  args: string[];
  /** What it read, to the byte. */
  input: Buffer;
}

/** How a program ends; null while it runs on. */
export type Outcome = { exitCode: number; out?: string; err?: string } | null;

/** The agent that a guest has, by its own protocol (qga/main.c, qga/commands*.c): lines of JSON, one answer to each. */
export class FakeGuestAgent {
  /** Every byte that came out of the channel. */
  received = Buffer.alloc(0);
  readonly ran: RanProgram[] = [];
  readonly passwords: Record<string, string> = {};
  /** Says of a program that was started how it ended, each time somebody asks. */
  outcome: (program: RanProgram) => Outcome = () => ({ exitCode: 0 });
  /** Before a line is dealt with; what it throws is the agent's answer. */
  before: (execute: string) => void | Promise<void> = () => undefined;

  private socket: Socket | undefined;
  private unread = '';
  private processes = new Map<number, RanProgram>();
  private pids = 4_000;

  constructor(private readonly path: string) {}

  async start(): Promise<void> {
    const socket = connect(this.path);
    await new Promise((resolve) => socket.once('connect', resolve));
    this.socket = socket;
    this.unread = '';
    socket.on('data', (bytes: Buffer) => {
      this.received = Buffer.concat([this.received, bytes]);
      this.unread += bytes.toString('utf8');
      for (let end = this.unread.indexOf('\n'); end >= 0; end = this.unread.indexOf('\n')) {
        const line = this.unread.slice(0, end);
        this.unread = this.unread.slice(end + 1);
        void this.answer(socket, line);
      }
    });
  }

  /** As when its system boots: it knows of no program that it ran. */
  stop(): void {
    this.processes = new Map();
    this.socket?.destroy();
  }

  private async answer(socket: Socket, line: string): Promise<void> {
    let answer: object;
    try {
      const { execute, arguments: args = {} } = Line.parse(JSON.parse(line));
      await this.before(execute);
      answer = { return: this.execute(execute, args) };
    } catch (error) {
      answer = { error: { class: 'GenericError', desc: (error as Error).message } };
    }
    const text = `${JSON.stringify(answer)}\n`;
    // A virtio channel hands on what fits into its buffers: a line comes in pieces.
    for (let at = 0; at < text.length && !socket.destroyed; at += 64) socket.write(text.slice(at, at + 64));
  }

  private execute(execute: string, args: Record<string, unknown>): unknown {
    switch (execute) {
      case 'guest-sync':
        return args['id'];
      case 'guest-ping':
        return {};
      case 'guest-exec': {
        const { path, arg, 'input-data': input = '' } = Exec.parse(args);
        const program = { path, args: arg, input: Buffer.from(input, 'base64') };
        this.ran.push(program);
        this.processes.set((this.pids += 1), program);
        return { pid: this.pids };
      }
      case 'guest-exec-status':
        return this.statusOf(args['pid'] as number);
      case 'guest-set-user-password': {
        const { username, password } = Password.parse(args);
        this.passwords[username] = Buffer.from(password, 'base64').toString('utf8');
        return {};
      }
      default:
        throw new Error(`The command ${execute} has not been found`);
    }
  }

  private statusOf(pid: number): object {
    const program = this.processes.get(pid);
    if (!program) throw new Error("Invalid parameter 'pid'");
    const outcome = this.outcome(program);
    if (!outcome) return { exited: false };
    // Told once.
    this.processes.delete(pid);
    const { exitCode, out, err } = outcome;
    return {
      ...{ exited: true, exitcode: exitCode },
      ...(out !== undefined && { 'out-data': Buffer.from(out).toString('base64') }),
      ...(err !== undefined && { 'err-data': Buffer.from(err).toString('base64') }),
    };
  }
}
