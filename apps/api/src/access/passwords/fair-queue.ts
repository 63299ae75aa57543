import { ProblemError } from '../../foundation/problems/problem-error.js';

interface Lane {
  readonly atOnce: number;
  running: number;
  readonly waiting: (() => void)[];
}

/** Lanes that take turns, and how many wait in all of them. */
interface Row {
  readonly lanes: Map<string, Lane>;
  waiting: number;
}

const WAITING_PER_LANE = 100;
/** In each row. */
const WAITING_IN_ALL = 400;
const TRY_AGAIN_SECONDS = 5;

/**
 * Runs so much work at a time, taking one piece of each lane in turn, so that no lane keeps the others waiting. Known people have a
 * row of their own, which gets every second turn and whose places strangers cannot take.
 */
export class FairQueue {
  private readonly known: Row = { lanes: new Map(), waiting: 0 };
  private readonly strangers: Row = { lanes: new Map(), waiting: 0 };
  /** The row whose turn it is comes first. */
  private turns = [this.known, this.strangers];
  private running = 0;

  constructor(
    private readonly atOnce: number,
    private readonly waitingInAll = WAITING_IN_ALL,
  ) {}

  /** Rejects with `too-busy` when too many wait. */
  async run<T>(
    name: string,
    work: () => Promise<T>,
    { atOnce = this.atOnce, waiting = WAITING_PER_LANE, isKnown = false } = {},
  ): Promise<T> {
    const row = isKnown ? this.known : this.strangers;
    const lane = row.lanes.get(name) ?? { atOnce, running: 0, waiting: [] };
    if (lane.waiting.length >= waiting || row.waiting >= this.waitingInAll)
      throw new ProblemError('too-busy', { seconds: TRY_AGAIN_SECONDS });
    row.lanes.set(name, lane);
    const turn = Promise.withResolvers<void>();
    lane.waiting.push(turn.resolve);
    row.waiting += 1;
    this.next();
    await turn.promise;
    try {
      return await work();
    } finally {
      this.running -= 1;
      lane.running -= 1;
      if (lane.running === 0 && lane.waiting.length === 0) row.lanes.delete(name);
      this.next();
    }
  }

  private next(): void {
    while (this.running < this.atOnce) {
      const served = this.turns.find((row) => this.serve(row));
      if (!served) return;
      this.turns = [...this.turns.filter((row) => row !== served), served];
    }
  }

  /** Whether some work in this row could begin. */
  private serve(row: Row): boolean {
    const found = [...row.lanes].find(([, lane]) => lane.waiting.length > 0 && lane.running < lane.atOnce);
    if (!found) return false;
    const [name, lane] = found;
    // The lane goes to the end of its row.
    row.lanes.delete(name);
    row.lanes.set(name, lane);
    row.waiting -= 1;
    this.running += 1;
    lane.running += 1;
    lane.waiting.shift()?.();
    return true;
  }
}
