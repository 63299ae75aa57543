import type { Codec, Decoded } from './codec.js';
import { bool } from './primitives.js';
import { XdrError } from './xdr-error.js';
import type { XdrReader } from './xdr-reader.js';

// A NUL would end the string early on the C side; a lone surrogate has no UTF-8.
const UNSENDABLE = /[\0\p{Surrogate}]/u;

function boundedLength(reader: XdrReader, max: number, what: string): number {
  const length = reader.uint32();
  if (length > max) throw new XdrError(`${what} of ${length}, at most ${max} allowed`);
  return length;
}

/** UTF-8 text of at most `maxBytes` bytes. */
export function string(maxBytes: number): Codec<string> {
  return {
    minBytes: 4,
    encode(writer, value) {
      if (UNSENDABLE.test(value)) throw new XdrError('text holds a NUL character or half a surrogate pair');
      const bytes = Buffer.from(value, 'utf8');
      if (bytes.length > maxBytes)
        throw new XdrError(`text of ${bytes.length} bytes, at most ${maxBytes} allowed`);
      writer.uint32(bytes.length);
      writer.opaque(bytes);
    },
    decode: (reader) => reader.opaque(boundedLength(reader, maxBytes, 'text')).toString('utf8'),
  };
}

/** Exactly `length` raw bytes. */
export function fixedOpaque(length: number): Codec<Buffer> {
  return {
    minBytes: length,
    encode(writer, value) {
      if (value.length !== length) throw new XdrError(`${value.length} bytes given, ${length} wanted`);
      writer.opaque(value);
    },
    decode: (reader) => reader.opaque(length),
  };
}

/** A counted list of at most `max` elements. */
export function array<T>(element: Codec<T>, max: number): Codec<T[]> {
  return {
    minBytes: 4,
    encode(writer, values) {
      if (values.length > max) throw new XdrError(`list of ${values.length}, at most ${max} allowed`);
      writer.uint32(values.length);
      for (const value of values) element.encode(writer, value);
    },
    decode(reader) {
      const length = boundedLength(reader, max, 'list');
      if (length * element.minBytes > reader.remaining) {
        throw new XdrError(`list of ${length} announced, ${reader.remaining} bytes there`);
      }
      return Array.from({ length }, () => element.decode(reader));
    },
  };
}

/** XDR's pointer: a flag, then the value when there is one. */
export function optional<T>(inner: Codec<T>): Codec<T | null> {
  return {
    minBytes: 4,
    encode(writer, value) {
      bool.encode(writer, value !== null);
      if (value !== null) inner.encode(writer, value);
    },
    decode: (reader) => (bool.decode(reader) ? inner.decode(reader) : null),
  };
}

/** Named fields in wire order, which is the order of the object's keys. */
export function struct<F extends Record<string, Codec<unknown>>>(
  fields: F,
): Codec<{ [K in keyof F]: Decoded<F[K]> }> {
  type Value = { [K in keyof F]: Decoded<F[K]> };
  const entries = Object.entries(fields);
  return {
    minBytes: entries.reduce((sum, [, codec]) => sum + codec.minBytes, 0),
    encode(writer, value) {
      for (const [name, codec] of entries) codec.encode(writer, value[name]);
    },
    // fromEntries forgets the field types that `fields` gave it.
    decode: (reader) =>
      Object.fromEntries(entries.map(([name, codec]) => [name, codec.decode(reader)])) as Value,
  };
}
