import { ProblemError } from '../../foundation/problems/problem-error.js';

interface Line {
  readonly atOnce: number;
  running: number;
  readonly waiting: (() => void)[];
}

/** Lines that take turns, and how many wait in all of them. */
interface Row {
  readonly lines: Map<string, Line>;
  waiting: number;
}

const WAITING_PER_LINE = 100;
/** In each row. */
const WAITING_IN_ALL = 400;
const TRY_AGAIN_SECONDS = 5;

/**
 * Runs so much work at a time, taking one piece of each line in turn, so that no line keeps the others waiting. Known people have a
 * row of their own, which gets every second turn and whose places strangers cannot take.
 */
export class FairQueue {
  private readonly known: Row = { lines: new Map(), waiting: 0 };
  private readonly strangers: Row = { lines: new Map(), waiting: 0 };
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
    { atOnce = this.atOnce, waiting = WAITING_PER_LINE, isKnown = false } = {},
  ): Promise<T> {
    const row = isKnown ? this.known : this.strangers;
    const line = row.lines.get(name) ?? { atOnce, running: 0, waiting: [] };
    if (line.waiting.length >= waiting || row.waiting >= this.waitingInAll)
      throw new ProblemError('too-busy', { seconds: TRY_AGAIN_SECONDS });
    row.lines.set(name, line);
    const turn = Promise.withResolvers<void>();
    line.waiting.push(turn.resolve);
    row.waiting += 1;
    this.next();
    await turn.promise;
    try {
      return await work();
    } finally {
      this.running -= 1;
      line.running -= 1;
      if (line.running === 0 && line.waiting.length === 0) row.lines.delete(name);
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
    const found = [...row.lines].find(([, line]) => line.waiting.length > 0 && line.running < line.atOnce);
    if (!found) return false;
    const [name, line] = found;
    // The line goes to the end of its row.
    row.lines.delete(name);
    row.lines.set(name, line);
    row.waiting -= 1;
    this.running += 1;
    line.running += 1;
    line.waiting.shift()?.();
    return true;
  }
}
