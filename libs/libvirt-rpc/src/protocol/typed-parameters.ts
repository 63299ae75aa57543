import { mapped, requireKnown, type Codec } from '../xdr/codec.js';
import { array, struct } from '../xdr/combinators.js';
import { double, int32, int64, truthy, uint32, uint64 } from '../xdr/primitives.js';
import type { XdrReader } from '../xdr/xdr-reader.js';
import type { XdrWriter } from '../xdr/xdr-writer.js';
import { text } from './shapes.js';

/** What libvirt sends in 64 bits is a bigint, exact also where a counter of nanoseconds has passed 2^53 (after 104 days). */
export type TypedValue = number | bigint | boolean | string;
export type TypedParameters = Record<string, TypedValue>;

// VIR_TYPED_PARAM_*: the union's discriminant.
const DECODERS: Record<number, Codec<TypedValue>> = {
  1: int32,
  2: uint32,
  3: int64,
  4: uint64,
  5: double,
  6: truthy,
  7: text,
};

type TypeName = 'string' | 'boolean' | 'bigint' | 'number';

const value: Codec<TypedValue> = {
  minBytes: 8,
  decode: (reader: XdrReader) => requireKnown(DECODERS[reader.int32()], 'typed parameter').decode(reader),
  // No procedure in the table sends typed parameters; the simplest faithful choice serves the tests.
  encode(writer: XdrWriter, given: TypedValue) {
    const kind = { string: 7, boolean: 6, bigint: 3, number: 5 }[typeof given as TypeName];
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
