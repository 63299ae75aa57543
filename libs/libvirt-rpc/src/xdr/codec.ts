import { XdrError } from './xdr-error.js';
import { XdrReader } from './xdr-reader.js';
import { XdrWriter } from './xdr-writer.js';

/** How one type travels (RFC 4506). */
export interface Codec<T> {
  /** The fewest bytes a value can take; lets an array refuse an impossible count before it loops. */
  readonly minBytes: number;
  encode(writer: XdrWriter, value: T): void;
  /** Throws XdrError on anything but a well-formed value. */
  decode(reader: XdrReader): T;
}

/** The type a codec carries. */
export type Decoded<C> = C extends Codec<infer T> ? T : never;

export function encodeXdr<T>(codec: Codec<T>, value: T): Buffer {
  const writer = new XdrWriter();
  codec.encode(writer, value);
  return writer.toBuffer();
}

/** Decodes exactly one value; throws XdrError when bytes are missing, wrong or left over. */
export function decodeXdr<T>(codec: Codec<T>, bytes: Buffer): T {
  const reader = new XdrReader(bytes);
  const value = codec.decode(reader);
  reader.end();
  return value;
}

/** The same bytes, seen as another type. Errors thrown by the two functions should be XdrErrors. */
export function mapped<Wire, T>(
  wire: Codec<Wire>,
  toValue: (wire: Wire) => T,
  toWire: (value: T) => Wire,
): Codec<T> {
  return {
    minBytes: wire.minBytes,
    encode: (writer, value) => wire.encode(writer, toWire(value)),
    decode: (reader) => toValue(wire.decode(reader)),
  };
}

/** For enumerations with gaps: a table from the number on the wire to a name. */
export function requireKnown<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new XdrError(`unknown ${what}`);
  return value;
}
