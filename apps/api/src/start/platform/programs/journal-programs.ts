import { Logger } from '@nestjs/common';
import type {
  PlatformProgram,
  PlatformPrograms,
  ProgramLogLine,
  ProgramLogQuery,
} from '@vm-manager/contracts';
import * as z from 'zod';
import { run } from '../../../foundation/child-process/run.js';
import { printable } from '../../../foundation/logging/printable.js';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import { NewestLines } from './newest-lines.js';
import { Programs } from './programs.js';

/** As the units are called that install the platform. */
const UNITS = 'vm-manager*.service';
const UNIT = /^vm-manager[\w@-]*\.service$/;
const SHOWN = [
  ...['Id', 'ActiveState', 'SubState', 'StateChangeTimestamp', 'NRestarts'],
  ...['MemoryCurrent', 'MemoryMax', 'CPUUsageNSec'],
];
const MIB = 2 ** 20;
const OPTIONS = { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }, timeoutMs: 10_000 };
/** syslog's: what is worse than a warning. */
const ERROR = 3;

const Entry = z.object({
  __REALTIME_TIMESTAMP: z.string(),
  MESSAGE: z.union([z.string(), z.array(z.number())]).nullable(),
  PRIORITY: z.string().optional(),
});

/** Units of systemd, by its own programs. */
export class JournalPrograms extends Programs {
  private readonly logger = new Logger(JournalPrograms.name);
  /** By unit: how much processor time it had used when. */
  private readonly seen = new Map<string, { seconds: number; at: number }>();

  async list(): Promise<PlatformPrograms> {
    try {
      const shown = ['show', UNITS, '--timestamp=unix', `--property=${SHOWN.join(',')}`];
      const blocks: string[] = [''];
      await run('/usr/bin/systemctl', shown, {
        ...OPTIONS,
        onLine: (line) => (line === '' ? blocks.push('') : (blocks[blocks.length - 1] += `${line}\n`)),
      });
      const programs = blocks.filter((block) => block !== '').map((block) => this.toProgram(block));
      return { source: 'journal', reason: null, programs };
    } catch (error) {
      this.logger.warn(error);
      return { source: 'journal', reason: 'not-answering', programs: [] };
    }
  }

  async log({ program: id, after, lines }: ProgramLogQuery): Promise<ProgramLogLine[]> {
    if (!UNIT.test(id)) throw new ProblemError('not-found');
    const found = new NewestLines();
    const since = after === undefined ? [] : [`--since=@${Math.max(0, Date.parse(after) / 1000)}`];
    await run(
      '/usr/bin/journalctl',
      ['--unit', id, '--output=json', `--lines=${lines}`, '--no-pager', ...since],
      {
        ...OPTIONS,
        onLine: (line) => {
          const entry = entryOf(line);
          if (entry && (after === undefined || entry.at > after)) found.push(entry);
        },
      },
    );
    return found.all();
  }

  private toProgram(block: string): PlatformProgram {
    const said = new Map(block.split('\n').map((line) => splitOnce(line)));
    const number = (name: string) => numberOf(said.get(name));
    const id = said.get('Id') ?? '';
    const since = numberOf(said.get('StateChangeTimestamp')?.replace('@', ''));
    const isRunning = said.get('ActiveState') === 'active';
    const memory = number('MemoryCurrent');
    const limit = number('MemoryMax');
    return {
      id,
      name: id.replace(/\.service$/, ''),
      state: said.get('SubState') ?? 'unknown',
      isRunning,
      health: null,
      since: since ? new Date(since * 1000).toISOString() : null,
      restarts: number('NRestarts'),
      cpu: isRunning ? this.processorsOf(id, number('CPUUsageNSec')) : null,
      memoryMiB: memory === null ? null : memory / MIB,
      memoryLimitMiB: limit === null ? null : limit / MIB,
    };
  }

  /** systemd only sums up: known from the second look on. */
  private processorsOf(unit: string, nanoseconds: number | null): number | null {
    if (nanoseconds === null) return null;
    const before = this.seen.get(unit);
    const now = { seconds: nanoseconds / 1e9, at: performance.now() / 1000 };
    this.seen.set(unit, now);
    return before && now.seconds >= before.seconds && now.at > before.at
      ? (now.seconds - before.seconds) / (now.at - before.at)
      : null;
  }
}

export function entryOf(line: string): ProgramLogLine | null {
  let entry: z.infer<typeof Entry>;
  try {
    entry = Entry.parse(JSON.parse(line));
  } catch {
    // What systemd itself has to say, such as that there are no entries.
    return null;
  }
  const { MESSAGE: message, PRIORITY: priority } = entry;
  return {
    at: new Date(Number(entry.__REALTIME_TIMESTAMP) / 1000).toISOString(),
    // Bytes that are no text come as numbers.
    text: printable(Array.isArray(message) ? Buffer.from(message).toString('utf8') : (message ?? '')),
    isError: priority !== undefined && Number(priority) <= ERROR,
  };
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** systemd writes `infinity` or `[not set]`, and the largest number there is, for what there is not. */
function numberOf(text: string | undefined): number | null {
  const value = Number(text || Number.NaN);
  return Number.isFinite(value) && value < Number.MAX_SAFE_INTEGER ? value : null;
}
