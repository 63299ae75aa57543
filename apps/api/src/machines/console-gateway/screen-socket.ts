import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

const PIECE = 64 * 1024;

/**
 * A connection to a screen, which reads into the same memory again and again. Poured into a browser each piece is read when the one
 * before has left: Node would take new memory for each, and collecting it in a process with a heap like this one's took more processor
 * time than all the rest.
 */
export class ScreenSocket extends Socket {
  private target: Writable | undefined;

  constructor() {
    const reader: { socket?: ScreenSocket } = {};
    super({
      onread: {
        buffer: Buffer.allocUnsafeSlow(PIECE),
        callback: (length, bytes) => reader.socket?.receive(bytes.subarray(0, length)) ?? false,
      },
    });
    reader.socket = this;
  }

  /** From now on; what was read before comes first. The target is not ended. */
  pourInto(target: Writable): void {
    this.target = target;
    const rest = this.read() as Buffer | null;
    if (rest) target.write(rest);
    this.resume();
  }

  /** False when no more is to be read for now. */
  private receive(bytes: Uint8Array): boolean {
    if (!this.target) return this.push(Buffer.from(bytes));
    this.target.write(bytes, () => this.resume());
    return false;
  }
}
