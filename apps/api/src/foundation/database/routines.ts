import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { ProblemError } from '../problems/problem-error.js';
import { AdvisoryLocks } from './advisory-locks.js';
import { ClockWatch } from './clock-watch.js';

export interface RoutineOptions {
  readonly everyMs: number;
  /** In one process at a time, by this lock; without one, in every process. */
  readonly lock?: string;
  /** Whether the first round is at once. */
  readonly atOnce?: boolean;
  /** Whether the work ends or removes things by age: it rests while the clock is not trusted. */
  readonly byAge?: boolean;
}

/** Aborts when the process stops or the lock is lost. */
type Work = (signal: AbortSignal) => Promise<unknown>;

/** Work that is repeated. */
export interface Routine {
  /**
   * Runs a round now, or as soon as the running one is over; all callers until then share that round. Never rejects: errors
   * are logged, and the next round tries again.
   */
  run(): Promise<void>;
}

/** Starts repeated work, and at the end of the process waits for the rounds that are running. */
@Injectable()
export class Routines implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly locks: AdvisoryLocks,
    private readonly clock: ClockWatch,
  ) {}

  /** `name` says whose work it is, in the log. */
  start(name: string, { everyMs, lock, atOnce = true, byAge = false }: RoutineOptions, work: Work): Routine {
    const logger = new Logger(name);
    const { signal } = this.stopping;
    const round = async () => {
      if (signal.aborted) return;
      try {
        if (byAge && !(await this.clock.isTrusted())) return;
        if (lock) await this.locks.holdIfFree(lock, (lost) => work(AbortSignal.any([lost, signal])));
        else await work(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ProblemError) logger.warn(`Put off: ${error.code}`);
        else logger.error(error);
      }
    };
    const routine = inTurn(() => this.track(round()));
    if (signal.aborted) return routine;
    this.timers.add(setInterval(() => void routine.run(), everyMs).unref());
    if (atOnce) void routine.run();
    return routine;
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.stopping.abort(new Error('The process is stopping.'));
    await Promise.all(this.underWay);
  }

  private track(round: Promise<void>): Promise<void> {
    this.underWay.add(round);
    return round.finally(() => this.underWay.delete(round));
  }
}

/** One round at a time, and at most one that waits. */
function inTurn(round: () => Promise<void>): Routine {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> =>
    (current = round().finally(() => {
      current = undefined;
    }));
  return {
    run: () => {
      // A waiting round goes before a new one, also in the moment between two rounds.
      if (next) return next;
      if (!current) return begin();
      return (next = current.then(() => {
        next = undefined;
        return begin();
      }));
    },
  };
}
