import { Duplex } from 'node:stream';
import { LibvirtConnectionError } from '../connection/errors.js';
import { StreamHole } from './stream-hole.js';
import { MAX_STREAM_CHUNK_BYTES, MessageStatus } from '../wire/header.js';

const READ_AHEAD_BYTES = 1 << 20;
/** Of a sparse stream, whose pieces are 256 KiB at most. */
const READ_AHEAD_PIECES = 4;

/** `read`: libvirt sends (screenshot, download); `write`: we send (upload); `both`: a console. Sparse: pieces and holes. */
export type StreamMode = 'read' | 'write' | 'both' | 'sparse-read' | 'sparse-write';

/** What a stream needs from the connection that carries it. */
export interface StreamCarrier {
  send(status: number, bytes: Buffer | undefined, onFlushed?: (error?: Error | null) => void): void;
  sendHole(length: number, onFlushed: (error?: Error | null) => void): void;
  /** Hold up reading from the socket while nobody consumes what has arrived. */
  hold(): void;
  release(): void;
  /** The serial is free: nothing more will arrive for it, or it will be ignored. */
  forget(): void;
}

/**
 * One libvirt stream as a Node Duplex. `end()` finishes politely, `destroy()` aborts. There is no flow
 * control per stream on the wire: an unread stream holds up its whole connection. A sparse one is in object mode: a Buffer is
 * data, a `StreamHole` so many zeros that do not travel.
 */
export class RpcStream extends Duplex {
  readonly #carrier: StreamCarrier;
  readonly #mode: StreamMode;
  #isOver = false;
  #finishing: ((error?: Error | null) => void) | undefined;
  #isFinishSent = false;

  constructor(mode: StreamMode, carrier: StreamCarrier) {
    // Node knows `readable` and `writable` here, its types do not.
    const sides = { readable: !mode.endsWith('write'), writable: !mode.endsWith('read') };
    const objectMode = mode.startsWith('sparse');
    super({ ...sides, objectMode, readableHighWaterMark: objectMode ? READ_AHEAD_PIECES : READ_AHEAD_BYTES });
    this.#mode = mode;
    this.#carrier = carrier;
  }

  /** Data from libvirt; an empty piece is its end of file. */
  receive(bytes: Buffer): void {
    if (this.destroyed || this.#mode.endsWith('write')) return;
    if (bytes.length === 0) this.#finish();
    else if (!this.push(bytes)) this.#carrier.hold();
  }

  /** So many zeros that libvirt did not send. */
  receiveHole(length: number): void {
    if (this.destroyed) return;
    if (this.#mode !== 'sparse-read')
      this.destroy(new LibvirtConnectionError('protocol', 'libvirt sent a hole where none was agreed on'));
    else if (!this.push(new StreamHole(length))) this.#carrier.hold();
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

  override _write(
    chunk: Buffer | StreamHole,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    if (this.#isOver || this.#isFinishSent) {
      done(new LibvirtConnectionError('closed', 'the stream has ended'));
      return;
    }
    if (chunk instanceof StreamHole) {
      this.#carrier.sendHole(chunk.length, done);
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
