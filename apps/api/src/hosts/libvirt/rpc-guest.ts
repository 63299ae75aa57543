import * as z from 'zod';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { GuestAgents } from './guest-agents.js';
import { guestWords } from './guest-words.js';
import { Guest, type GuestCommandResult, type GuestFileSystem } from './guest.js';

const Started = z.object({ pid: z.int() });
const Status = z.object({
  exited: z.boolean(),
  exitcode: z.int().optional(),
  'out-data': z.string().optional(),
  'err-data': z.string().optional(),
});

/** A guest says of itself what it likes: what is more than this is left out. */
const FILE_SYSTEMS_AT_MOST = 64;
const Text = z.string().max(256);
const Bytes = z.number().nonnegative();
/** Of each stream of a command. */
const OUTPUT_BYTES_AT_MOST = 16_384;

const FileSystem = z.object({
  name: Text,
  mountpoint: Text,
  type: Text,
  'used-bytes': Bytes.optional(),
  'total-bytes': Bytes.optional(),
});

const COMMAND_TAKES_AT_MOST_MS = 120_000;
const LOOK_EVERY_MS = 150;
const AGENT_SECONDS = 20;
/** A person waits for the answer. */
const BRIEF_SECONDS = 5;
const MIB = 2 ** 20;

/** The QEMU guest agent, through libvirt. */
export class RpcGuest extends Guest {
  constructor(private readonly agents: GuestAgents) {
    super();
  }

  async isAnswering(vmId: string): Promise<boolean> {
    try {
      await this.command(vmId, 'guest-ping', undefined, 3);
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'guest-not-answering') return false;
      throw error;
    }
  }

  async run(
    vmId: string,
    program: string,
    args: readonly string[],
    input?: string,
  ): Promise<GuestCommandResult> {
    const read = input === undefined ? {} : { 'input-data': Buffer.from(input, 'utf8').toString('base64') };
    const exec = { path: program, arg: args, ...read, 'capture-output': true };
    const { pid } = answered(Started, 'guest-exec', await this.command(vmId, 'guest-exec', exec));
    for (const until = performance.now() + COMMAND_TAKES_AT_MOST_MS; performance.now() < until;) {
      const said = await this.command(vmId, 'guest-exec-status', { pid }).catch(forgotten);
      const status = answered(Status, 'guest-exec-status', said);
      if (status.exited)
        return {
          exitCode: status.exitcode ?? -1,
          output: `${decoded(status['out-data'])}\n${decoded(status['err-data'])}`.trim(),
        };
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new ProblemError('guest-not-answering');
  }

  async fileSystems(vmId: string): Promise<GuestFileSystem[]> {
    const answer = await this.command(vmId, 'guest-get-fsinfo', undefined, BRIEF_SECONDS);
    return toFileSystems(answer);
  }

  async setPassword(vmId: string, account: string, password: string): Promise<void> {
    const encoded = Buffer.from(password, 'utf8').toString('base64');
    await this.command(vmId, 'guest-set-user-password', {
      username: account,
      password: encoded,
      crypted: false,
    });
  }

  async setClock(vmId: string): Promise<void> {
    // Nanoseconds: more than a double holds exactly, by a few hundred of them.
    await this.command(vmId, 'guest-set-time', { time: Date.now() * 1e6 });
  }

  private command(
    vmId: string,
    execute: string,
    args?: Record<string, unknown>,
    seconds = AGENT_SECONDS,
  ): Promise<unknown> {
    return this.agents.command(vmId, { execute, ...(args && { args }), seconds });
  }
}

/** A guest may mount one device at several places: the first is the shortest. */
export function toFileSystems(answer: unknown): GuestFileSystem[] {
  const known = new Set<string>();
  const listed: unknown[] = Array.isArray(answer) ? answer : [];
  return listed
    .flatMap((one) => FileSystem.safeParse(one).data ?? [])
    .toSorted((a, b) => a.mountpoint.length - b.mountpoint.length)
    .flatMap(({ name, mountpoint, type, 'used-bytes': used, 'total-bytes': total }) => {
      if (used === undefined || !total || total < MIB || known.has(name)) return [];
      known.add(name);
      return [
        { mountPoint: mountpoint, type, usedMiB: Math.ceil(used / MIB), sizeMiB: Math.floor(total / MIB) },
      ];
    })
    .slice(0, FILE_SYSTEMS_AT_MOST);
}

/** An agent refuses to tell of a program only when it knows of none: it was started anew, most likely with its system. */
function forgotten(cause: unknown): never {
  if (!(cause instanceof ProblemError) || cause.code !== 'guest-refused') throw cause;
  throw new ProblemError('guest-not-answering', {}, { cause });
}

function answered<T>(schema: z.ZodType<T>, execute: string, said: unknown): T {
  const { data, error } = schema.safeParse(said);
  if (data === undefined)
    throw new ProblemError('guest-refused', { reason: `${execute}: no such answer` }, { cause: error });
  return data;
}

/** Four characters for three bytes. */
const OUTPUT_AT_MOST = Math.ceil(OUTPUT_BYTES_AT_MOST / 3) * 4;

const decoded = (base64 = '') =>
  guestWords(Buffer.from(base64.slice(0, OUTPUT_AT_MOST), 'base64').toString('utf8'), OUTPUT_BYTES_AT_MOST);
