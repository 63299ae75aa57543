import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeXdr, encodeXdr } from '../xdr/codec.js';
import { array, struct } from '../xdr/combinators.js';
import { int32, uint64 } from '../xdr/primitives.js';
import { XdrError } from '../xdr/xdr-error.js';
import { text, uuid } from './shapes.js';
import { typedParameters } from './typed-parameters.js';

describe('a UUID', () => {
  it('comes back as it went, in lower case', () => {
    fc.assert(
      fc.property(fc.uuid(), (value) => {
        expect(decodeXdr(uuid, encodeXdr(uuid, value.toUpperCase()))).toBe(value);
      }),
    );
  });

  it('is refused when it is none', () => {
    expect(() => encodeXdr(uuid, "'; drop table vms")).toThrow(XdrError);
  });
});

describe('typed parameters', () => {
  const parameters = typedParameters(8);

  it('come back as they went', () => {
    const value = fc.oneof(
      fc.boolean(),
      fc.double({ noNaN: true }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.stringMatching(/^[a-zé]*$/),
    );
    const name = fc.stringMatching(/^[a-z.]{1,12}$/);
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8, noNullPrototype: true }), (given) => {
        expect(decodeXdr(parameters, encodeXdr(parameters, given))).toEqual(given);
      }),
    );
  });

  it('keep 64-bit counters exact', () => {
    const wire = array(struct({ field: text, type: int32, value: uint64 }), 8);
    const bytes = encodeXdr(wire, [{ field: 'cpu.time', type: 4, value: 2n ** 64n - 1n }]);
    expect(decodeXdr(parameters, bytes)).toEqual({ 'cpu.time': 2n ** 64n - 1n });
  });

  it('refuse a type that libvirt does not have', () => {
    const wire = array(struct({ field: text, type: int32, value: uint64 }), 8);
    const bytes = encodeXdr(wire, [{ field: 'x', type: 9, value: 0n }]);
    expect(() => decodeXdr(parameters, bytes)).toThrow('unknown typed parameter');
  });
});
