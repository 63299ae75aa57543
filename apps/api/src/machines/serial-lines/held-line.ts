import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WritingPace } from './writing-pace.js';
import { KEPT_BYTES } from './serial-output.js';

type Append = (bytes: Buffer, endsAt: number) => Promise<void>;

/**
 * A line that this process holds. It is read without a stop, as an unread stream holds up the host's whole connection; what is said
 * while the last piece is being written waits, and only the last 64 KiB of it.
 */
export class HeldLine {
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private writing: Promise<void> | undefined;
  private readonly pace = new WritingPace();

  constructor(
    private readonly stream: Duplex,
    private position: number,
    private readonly append: Append,
    private readonly failed: (error: unknown) => void,
  ) {
    stream.on('data', (bytes: Buffer) => this.hear(bytes));
    // Its end is seen by 'close'.
    stream.on('error', () => undefined);
  }

  write(bytes: Buffer): void {
    if (this.stream.writable) this.stream.write(bytes);
  }

  close(): void {
    this.stream.destroy();
  }

  /** Resolves when all that was heard is written down. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private hear(bytes: Buffer): void {
    this.position += bytes.length;
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    // What is let go here is a gap for the readers, who go by the position of what comes after.
    for (;;) {
      const oldest = this.waiting[0]?.length ?? 0;
      if (oldest === 0 || this.waitingBytes - oldest < KEPT_BYTES) break;
      this.waiting.shift();
      this.waitingBytes -= oldest;
    }
    this.writing ??= this.writeDown();
  }

  private async writeDown(): Promise<void> {
    while (this.waiting.length > 0) {
      const bytes = Buffer.concat(this.waiting).subarray(-KEPT_BYTES);
      this.waiting = [];
      this.waitingBytes = 0;
      try {
        await this.append(bytes, this.position);
      } catch (error) {
        this.failed(error);
      }
      const ms = this.pace.pauseAfter(bytes.length, performance.now());
      if (!this.stream.destroyed) await pause(ms);
    }
    // At once: what is heard from now on begins anew.
    this.writing = undefined;
  }
}
