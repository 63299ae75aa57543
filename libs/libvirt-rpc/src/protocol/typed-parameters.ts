import { mapped, requireKnown, type Codec } from '../xdr/codec.js';
import { array, struct } from '../xdr/combinators.js';
import { double, hyper, int32, truthy, uhyper, uint32 } from '../xdr/primitives.js';
import type { XdrReader } from '../xdr/xdr-reader.js';
import type { XdrWriter } from '../xdr/xdr-writer.js';
import { text } from './shapes.js';

/** 64-bit values arrive as numbers; beyond 2^53 (counters of nanoseconds after 104 days) they are rounded. */
export type TypedValue = number | boolean | string;
export type TypedParameters = Record<string, TypedValue>;

// VIR_TYPED_PARAM_*: the union's discriminant.
const DECODERS: Record<number, Codec<TypedValue>> = {
  1: int32,
  2: uint32,
  3: hyper,
  4: uhyper,
  5: double,
  6: truthy,
  7: text,
};

const value: Codec<TypedValue> = {
  minBytes: 8,
  decode: (reader: XdrReader) => requireKnown(DECODERS[reader.int32()], 'typed parameter').decode(reader),
  // No procedure in the table sends typed parameters; the simplest faithful choice serves the tests.
  encode(writer: XdrWriter, given: TypedValue) {
    const kind = typeof given === 'string' ? 7 : typeof given === 'boolean' ? 6 : 5;
    writer.int32(kind);
    requireKnown(DECODERS[kind], 'typed parameter').encode(writer, given);
  },
};

const parameter = struct({ field: text, value });

/** A list of named values as one object, `{ 'balloon.current': 524288, … }`. A later duplicate wins. */
export function typedParameters(max: number): Codec<TypedParameters> {
  return mapped(
    array(parameter, max),
    (list) => Object.fromEntries(list.map((entry) => [entry.field, entry.value])),
    (parameters) => Object.entries(parameters).map(([field, given]) => ({ field, value: given })),
  );
}
