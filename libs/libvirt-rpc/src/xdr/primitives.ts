import { mapped, type Codec } from './codec.js';
import { XdrError } from './xdr-error.js';

export const int32: Codec<number> = {
  minBytes: 4,
  encode: (writer, value) => writer.int32(value),
  decode: (reader) => reader.int32(),
};

export const uint32: Codec<number> = {
  minBytes: 4,
  encode: (writer, value) => writer.uint32(value),
  decode: (reader) => reader.uint32(),
};

export const int64: Codec<bigint> = {
  minBytes: 8,
  encode: (writer, value) => writer.int64(value),
  decode: (reader) => reader.int64(),
};

export const uint64: Codec<bigint> = {
  minBytes: 8,
  encode: (writer, value) => writer.uint64(value),
  decode: (reader) => reader.uint64(),
};

export const double: Codec<number> = {
  minBytes: 8,
  encode: (writer, value) => writer.double(value),
  decode: (reader) => reader.double(),
};

function toWholeBigInt(value: number): bigint {
  if (!Number.isSafeInteger(value)) throw new XdrError(`${value} is not a whole number below 2^53`);
  return BigInt(value);
}

/** A signed hyper as a number; beyond 2^53 the last digits are rounded. */
export const hyper: Codec<number> = mapped(int64, Number, toWholeBigInt);

/** An unsigned hyper as a number; beyond 2^53 the last digits are rounded. */
export const uhyper: Codec<number> = mapped(uint64, Number, toWholeBigInt);

/** XDR's 0 or 1; anything else is refused. */
export const bool: Codec<boolean> = mapped(uint32, toBool, Number);

/** libvirt's own booleans: plain ints where any non-zero value is true. */
export const truthy: Codec<boolean> = mapped(int32, (value) => value !== 0, Number);

function toBool(value: number): boolean {
  if (value > 1) throw new XdrError(`${value} is not a boolean`);
  return value === 1;
}

/** For procedures without arguments or without a result. */
export const nothing: Codec<void> = {
  minBytes: 0,
  encode: () => undefined,
  decode: () => undefined,
};
