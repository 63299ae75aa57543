import { XdrError } from './xdr-error.js';

const PADDING = Buffer.alloc(4);

/** Collects encoded pieces; `toBuffer` joins them once. */
export class XdrWriter {
  readonly #pieces: Buffer[] = [];

  int32(value: number): void {
    this.#write(4, (piece) => piece.writeInt32BE(value));
  }

  uint32(value: number): void {
    this.#write(4, (piece) => piece.writeUInt32BE(value));
  }

  int64(value: bigint): void {
    this.#write(8, (piece) => piece.writeBigInt64BE(value));
  }

  uint64(value: bigint): void {
    this.#write(8, (piece) => piece.writeBigUInt64BE(value));
  }

  double(value: number): void {
    this.#write(8, (piece) => piece.writeDoubleBE(value));
  }

  opaque(bytes: Buffer): void {
    this.#pieces.push(bytes, PADDING.subarray(0, (4 - (bytes.length % 4)) % 4));
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  #write(size: number, fill: (piece: Buffer) => void): void {
    const piece = Buffer.allocUnsafe(size);
    try {
      fill(piece);
    } catch (cause) {
      throw new XdrError('value does not fit its XDR type', { cause });
    }
    this.#pieces.push(piece);
  }
}
