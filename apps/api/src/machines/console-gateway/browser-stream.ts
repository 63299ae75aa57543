import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Closing } from './closing.js';

/** Browsers send no pings, and programs a few a minute. */
const PINGS_AT_MOST = 100;

/**
 * A WebSocket as a stream of bytes, with back-pressure both ways and a reason at its end.
 * (The stream that comes with `ws` closes without a code.)
 */
export class BrowserStream extends Duplex {
  /** Grows with every byte that gets through; standing still for long means that nobody is there. */
  progress = 0;
  private pings = 0;
  private isPonging = false;
  private isFull = false;

  constructor(private readonly socket: WebSocket) {
    super({ allowHalfOpen: true });
    socket.on('message', (bytes: Buffer, isBinary) => this.receive(bytes, isBinary));
    socket.on('pong', () => this.progress++);
    socket.on('ping', (bytes: Buffer) => this.answerPing(bytes));
    // `ws` tells the browser what was wrong and closes; that close is all we need to know.
    socket.on('error', () => undefined);
    socket.on('close', () => this.destroy());
    this.on('error', () => undefined);
  }

  /** Ends now: what was not sent yet is not sent. */
  closeNow(closing: Closing): void {
    // A paused socket would never see the browser's answer to the close.
    this.socket.resume();
    this.socket.close(closing.code, closing.reason);
    this.resume();
  }

  /** Ends after what was written has been sent; a reader too slow for that is given `patience`. */
  closeAfterFlush(closing: Closing, patience: number): void {
    const hurry = setTimeout(() => this.closeNow(closing), patience);
    this.once('close', () => clearTimeout(hurry));
    this.end(() => this.closeNow(closing));
  }

  /** True while we do not read from the browser, so that its pongs cannot be seen either. */
  get isHeldBack(): boolean {
    return this.isFull;
  }

  /** Sees whether the browser is there. Its own pings are counted from one of ours to the next. */
  ping(): void {
    this.pings = 0;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  override _read(): void {
    this.isFull = false;
    this.goOn();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // Failing here would cut the socket before the browser has read why it is closed.
    if (this.socket.readyState !== this.socket.OPEN) return done();
    this.socket.send(bytes, { binary: true }, (error) => {
      this.progress++;
      done(error);
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.socket.terminate();
    done(error);
  }

  private receive(bytes: Buffer, isBinary: boolean): void {
    this.progress++;
    // The socket still delivers for a moment after it was told to close.
    if (this.destroyed || this.socket.readyState !== this.socket.OPEN) return;
    if (!isBinary) this.closeNow(Closing.NotBinary);
    else if (!this.push(bytes)) {
      this.isFull = true;
      this.socket.pause();
    }
  }

  /** One at a time: who does not read the answers is not read either, and given up when pings of ours stay unanswered. */
  private answerPing(bytes: Buffer): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (++this.pings > PINGS_AT_MOST) return this.closeNow(Closing.TooManyPings);
    if (this.isPonging) return;
    this.isPonging = true;
    this.socket.pause();
    this.socket.pong(bytes, false, () => {
      this.isPonging = false;
      this.goOn();
    });
  }

  private goOn(): void {
    if (this.socket.isPaused && !this.isFull && !this.isPonging) this.socket.resume();
  }
}
