import { XdrError } from './xdr-error.js';

const paddingOf = (length: number): number => (4 - (length % 4)) % 4;

/** Walks over a buffer; every read checks the bounds first, so a lying length never allocates. */
export class XdrReader {
  #offset = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#take(4));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8));
  }

  uint64(): bigint {
    return this.#bytes.readBigUInt64BE(this.#take(8));
  }

  double(): number {
    return this.#bytes.readDoubleBE(this.#take(8));
  }

  /** A view, not a copy: it shares memory with the packet. */
  opaque(length: number): Buffer {
    const start = this.#take(length + paddingOf(length));
    return this.#bytes.subarray(start, start + length);
  }

  /** Throws when something is left over, which means that both sides disagree about the layout. */
  end(): void {
    if (this.remaining > 0) throw new XdrError(`${this.remaining} bytes left over after the last field`);
  }

  #take(length: number): number {
    if (length > this.remaining) {
      throw new XdrError(`${length} bytes wanted at offset ${this.#offset}, ${this.remaining} there`);
    }
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}
