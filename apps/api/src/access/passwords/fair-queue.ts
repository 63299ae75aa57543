import { ProblemError } from '../../foundation/problems/problem-error.js';

interface Lane {
  readonly atOnce: number;
  running: number;
  readonly waiting: (() => void)[];
}

const WAITING_PER_LANE = 100;
const WAITING_IN_ALL = 400;
const TRY_AGAIN_SECONDS = 5;

/** Work that takes turns: so many at a time, and one of each lane after the other, so that none keeps the rest waiting. */
export class FairQueue {
  private readonly lanes = new Map<string, Lane>();
  private running = 0;
  private waiting = 0;

  constructor(private readonly atOnce: number) {}

  /** Rejects with `too-busy` when too many wait. */
  async run<T>(
    name: string,
    work: () => Promise<T>,
    { atOnce = this.atOnce, waiting = WAITING_PER_LANE } = {},
  ): Promise<T> {
    const lane = this.lanes.get(name) ?? { atOnce, running: 0, waiting: [] };
    if (lane.waiting.length >= waiting || this.waiting >= WAITING_IN_ALL)
      throw new ProblemError('too-busy', { seconds: TRY_AGAIN_SECONDS });
    this.lanes.set(name, lane);
    const turn = Promise.withResolvers<void>();
    lane.waiting.push(turn.resolve);
    this.waiting += 1;
    this.next();
    await turn.promise;
    try {
      return await work();
    } finally {
      this.running -= 1;
      lane.running -= 1;
      if (lane.running === 0 && lane.waiting.length === 0) this.lanes.delete(name);
      this.next();
    }
  }

  private next(): void {
    while (this.running < this.atOnce) {
      const found = [...this.lanes].find(([, lane]) => lane.waiting.length > 0 && lane.running < lane.atOnce);
      if (!found) return;
      const [name, lane] = found;
      // To the end of the row: the others come first now.
      this.lanes.delete(name);
      this.lanes.set(name, lane);
      this.waiting -= 1;
      this.running += 1;
      lane.running += 1;
      lane.waiting.shift()?.();
    }
  }
}
