import { Duplex } from 'node:stream';
import { LibvirtConnectionError } from '../connection/errors.js';
import { MAX_STREAM_CHUNK_BYTES, MessageStatus } from '../wire/header.js';

const READ_AHEAD_BYTES = 1 << 20;

/** `read`: libvirt sends (screenshot, download); `write`: we send (upload); `both`: a console. */
export type StreamMode = 'read' | 'write' | 'both';

/** What a stream needs from the connection that carries it. */
export interface StreamCarrier {
  send(status: number, bytes: Buffer | undefined, onFlushed?: (error?: Error | null) => void): void;
  /** Hold up reading from the socket while nobody consumes what has arrived. */
  hold(): void;
  release(): void;
  /** The serial is free: nothing more will arrive for it, or it will be ignored. */
  forget(): void;
}

/**
 * One libvirt stream as a Node Duplex. `end()` finishes politely, `destroy()` aborts. There is no flow
 * control per stream on the wire: an unread stream holds up its whole connection.
 */
export class RpcStream extends Duplex {
  readonly #carrier: StreamCarrier;
  readonly #mode: StreamMode;
  #isOver = false;
  #finishing: ((error?: Error | null) => void) | undefined;
  #isFinishSent = false;

  constructor(mode: StreamMode, carrier: StreamCarrier) {
    // Node knows `readable` and `writable` here, its types do not.
    const sides = { readable: mode !== 'write', writable: mode !== 'read' };
    super({ ...sides, readableHighWaterMark: READ_AHEAD_BYTES });
    this.#mode = mode;
    this.#carrier = carrier;
  }

  /** Data from libvirt; an empty piece is its end of file. */
  receive(bytes: Buffer): void {
    if (this.destroyed || this.#mode === 'write') return;
    if (bytes.length === 0) this.#finish();
    else if (!this.push(bytes)) this.#carrier.hold();
  }

  /** libvirt confirmed our finish, or finished by itself. */
  confirm(): void {
    this.#settle();
    this.push(null);
    const finishing = this.#finishing;
    this.#finishing = undefined;
    if (finishing) finishing();
    else if (this.#mode === 'both') this.end();
  }

  fail(error: Error): void {
    this.#settle();
    const finishing = this.#finishing;
    this.#finishing = undefined;
    finishing?.(error);
    this.destroy(error);
  }

  override _read(): void {
    this.#carrier.release();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#isOver || this.#isFinishSent) {
      done(new LibvirtConnectionError('closed', 'the stream has ended'));
      return;
    }
    for (let start = 0; start < chunk.length; start += MAX_STREAM_CHUNK_BYTES) {
      const end = start + MAX_STREAM_CHUNK_BYTES;
      // Writing is done when the kernel took the last piece: that is the back-pressure.
      this.#carrier.send(
        MessageStatus.continue,
        chunk.subarray(start, end),
        end >= chunk.length ? done : undefined,
      );
    }
    if (chunk.length === 0) done();
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#isOver) {
      done();
      return;
    }
    this.#finishing = done;
    this.#finish();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#isOver) {
      // The connection keeps the serial until libvirt confirms; what still arrives is dropped.
      this.#carrier.send(MessageStatus.error, undefined);
      this.#carrier.release();
      this.#isOver = true;
    }
    done(error);
  }

  #finish(): void {
    if (this.#isFinishSent) return;
    this.#isFinishSent = true;
    this.#carrier.send(MessageStatus.ok, undefined);
  }

  #settle(): void {
    this.#isOver = true;
    this.#carrier.release();
    this.#carrier.forget();
  }
}
