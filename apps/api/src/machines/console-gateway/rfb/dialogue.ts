/** One side of a conversation: `yield n` waits for exactly n bytes, `yield bytes` says them. */
export type Dialogue<Result> = Generator<number | Buffer, Result, Buffer>;

const NOTHING = Buffer.alloc(0);

/** Drives a dialogue with bytes however the network cut them; what it holds back is less than one `yield n`. */
export class Hearing<Result> {
  outcome: { result: Result } | undefined;
  private held: Buffer[] = [];
  private heldLength = 0;
  private wanted = 0;

  constructor(private readonly dialogue: Dialogue<Result>) {}

  /** What the dialogue says on these bytes; with no bytes, what it says first. */
  hear(bytes: Buffer = NOTHING): Buffer[] {
    this.hold(bytes);
    if (this.heldLength < this.wanted) return [];
    const said: Buffer[] = [];
    let rest = this.takeRest();
    while (!this.outcome && rest.length >= this.wanted) {
      const step = this.dialogue.next(rest.subarray(0, this.wanted));
      rest = rest.subarray(this.wanted);
      this.wanted = !step.done && typeof step.value === 'number' ? step.value : 0;
      if (step.done) this.outcome = { result: step.value };
      else if (typeof step.value !== 'number') said.push(step.value);
    }
    this.hold(rest);
    return said;
  }

  /** What came after the last byte the dialogue wanted; belongs to whoever reads next. */
  takeRest(): Buffer {
    const [only] = this.held;
    const rest = this.held.length === 1 && only ? only : Buffer.concat(this.held, this.heldLength);
    this.held = [];
    this.heldLength = 0;
    return rest;
  }

  private hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.held.push(bytes);
    this.heldLength += bytes.length;
  }
}
