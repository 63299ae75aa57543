interface Bucket {
  level: number;
  at: number;
}

/** A bucket of tokens for each name: full at first, filled again little by little. Times are milliseconds of any clock. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly size: number,
    private readonly refillMs: number,
  ) {}

  /** Takes one. Milliseconds until there is one, 0 when it was taken. */
  take(name: string, now: number): number {
    const level = this.levelOf(name, now);
    if (level < 1) return Math.ceil((1 - level) * this.refillMs);
    this.set(name, level - 1, now);
    return 0;
  }

  giveBack(name: string, now: number): void {
    this.set(name, Math.min(this.size, this.levelOf(name, now) + 1), now);
  }

  private levelOf(name: string, now: number): number {
    const { level, at } = this.buckets.get(name) ?? { level: this.size, at: now };
    return Math.min(this.size, level + (now - at) / this.refillMs);
  }

  /**
   * Keeps names in the order of their last use. The first are full again first, and are removed: a full bucket need not be
   * kept.
   */
  private set(name: string, level: number, at: number): void {
    this.buckets.delete(name);
    this.buckets.set(name, { level, at });
    for (const first of this.buckets.keys()) {
      if (this.levelOf(first, at) < this.size) return;
      this.buckets.delete(first);
    }
  }
}
