import { Logger } from '@nestjs/common';
import type {
  PlatformProgram,
  PlatformPrograms,
  ProgramLogLine,
  ProgramLogQuery,
} from '@vm-manager/contracts';
import Docker, { type ContainerInspectInfo, type ContainerStats } from 'dockerode';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import { linesOf } from './engine-log.js';
import { MOST_BYTES } from './newest-lines.js';
import { Programs } from './programs.js';

/** What the Compose file gives to each of ours: other containers of the computer are no matter of this screen. */
const OURS = 'vm-manager.platform=true';
/** The engine looks twice, a second apart, to tell how busy one is. */
const PATIENCE_MS = 8_000;
const MIB = 2 ** 20;
const NEVER = '0001-01-01T00:00:00Z';

/** What dockerode talks to the engine with, as far as it is used here; it has no type of its own. */
interface Modem {
  dial(asked: object, done: (error: unknown, answer: unknown) => void): void;
}

/** Containers, as the engine at `DOCKER_HOST` or a proxy before it tells. Only reads. */
export class EnginePrograms extends Programs {
  private readonly logger = new Logger(EnginePrograms.name);
  private readonly engine: Docker;

  constructor(address: string) {
    super();
    this.engine = new Docker({ ...engineAt(address), timeout: PATIENCE_MS });
  }

  async list(): Promise<PlatformPrograms> {
    try {
      const found = await this.engine.listContainers({ all: true, filters: { label: [OURS] } });
      const programs = await Promise.all(found.map(({ Id }) => this.describe(Id)));
      return {
        source: 'engine',
        reason: null,
        programs: programs.filter((one) => one !== null).sort((a, b) => a.name.localeCompare(b.name)),
      };
    } catch (error) {
      this.logger.warn(error);
      return { source: 'engine', reason: 'not-answering', programs: [] };
    }
  }

  async log({ program: id, after, lines }: ProgramLogQuery): Promise<ProgramLogLine[]> {
    if (!/^[0-9a-f]{64}$/.test(id)) throw new ProblemError('not-found');
    const container = this.engine.getContainer(id);
    const about = await container.inspect().catch(nullIfGone);
    // An engine knows more containers than ours.
    if (about?.Config.Labels?.[OURS.split('=')[0] ?? ''] !== 'true') throw new ProblemError('not-found');
    // It takes whole seconds: what was sent already is left out here.
    const since = after === undefined ? {} : { since: Math.max(0, Math.floor(Date.parse(after) / 1000)) };
    const bytes = await this.newestOf(id, lines, since).catch(nullIfGone);
    if (bytes === null) throw new ProblemError('not-found');
    return linesOf(bytes, about.Config.Tty)
      .filter(({ at }) => after === undefined || at > after)
      .slice(-lines);
  }

  /** Fewer lines, where so many would be more than is held in memory. */
  private async newestOf(id: string, lines: number, since: { since?: number }): Promise<Buffer> {
    for (let tail = lines; ; tail = Math.ceil(tail / 2)) {
      const pieces: Buffer[] = [];
      let length = 0;
      for await (const piece of await this.openLog(id, { ...since, tail })) {
        length += piece.length;
        if (length > MOST_BYTES) break;
        pieces.push(piece);
      }
      if (length <= MOST_BYTES || tail === 1) return Buffer.concat(pieces);
    }
  }

  /** As it comes: dockerode's own `logs` holds all of it, unless it goes on for ever. */
  private openLog(id: string, which: { since?: number; tail: number }): Promise<AsyncIterable<Buffer>> {
    const { promise, resolve, reject } = Promise.withResolvers<AsyncIterable<Buffer>>();
    const dialled = {
      ...{ path: `/containers/${id}/logs?`, method: 'GET', isStream: true },
      statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
      options: { stdout: true, stderr: true, timestamps: true, follow: false, ...which },
    };
    const modem = this.engine.modem as Modem;
    modem.dial(dialled, (error, log) => {
      if (error) reject(error);
      else resolve(log as AsyncIterable<Buffer>);
    });
    return promise;
  }

  /** Null when it has gone since it was listed. */
  private async describe(id: string): Promise<PlatformProgram | null> {
    const container = this.engine.getContainer(id);
    const about = await container.inspect().catch(() => null);
    if (!about) return null;
    const stats = about.State.Running ? await container.stats({ stream: false }).catch(() => null) : null;
    return toProgram(about, stats);
  }
}

/** Rejects with `engine-unavailable` when it is not the container that is missing. */
function nullIfGone(error: unknown): null {
  if ((error as { statusCode?: unknown }).statusCode === 404) return null;
  throw new ProblemError('engine-unavailable', {}, { cause: error });
}

function engineAt(address: string): Docker.DockerOptions {
  const { protocol, hostname, port, pathname } = new URL(address);
  if (protocol === 'unix:') return { socketPath: pathname };
  return { protocol: 'http', host: hostname, port: Number(port) || 2375 };
}

function toProgram(
  { Id, Name, State, RestartCount, HostConfig }: ContainerInspectInfo,
  stats: ContainerStats | null,
): PlatformProgram {
  const health = State.Health?.Status;
  const since = State.Running ? State.StartedAt : State.FinishedAt;
  return {
    id: Id,
    name: Name.replace(/^\//, ''),
    state: State.Status,
    isRunning: State.Running && !State.Restarting,
    health: health === 'healthy' || health === 'unhealthy' || health === 'starting' ? health : null,
    since: !since || since === NEVER ? null : new Date(since).toISOString(),
    restarts: RestartCount,
    cpu: stats ? processorsOf(stats) : null,
    memoryMiB: stats ? memoryOf(stats) : null,
    memoryLimitMiB: HostConfig.Memory ? HostConfig.Memory / MIB : null,
  };
}

function processorsOf({ cpu_stats: now, precpu_stats: before }: ContainerStats): number | null {
  const all = now.system_cpu_usage - before.system_cpu_usage;
  const own = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  return all > 0 && own >= 0 ? (own / all) * now.online_cpus : null;
}

/** Without the cache of files, which goes when others need the room. */
function memoryOf({ memory_stats: { usage, stats } }: ContainerStats): number | null {
  if (usage === undefined) return null;
  // By its second name where the kernel groups processes in the older way.
  const { inactive_file: cache, total_inactive_file: olderCache } = (stats ?? {}) as unknown as Record<
    string,
    number
  >;
  return Math.max(0, usage - (cache ?? olderCache ?? 0)) / MIB;
}
