import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeXdr, encodeXdr, type Codec } from './codec.js';
import { array, fixedOpaque, optional, string, struct } from './combinators.js';
import { bool, double, hyper, int32, int64, truthy, uhyper, uint32, uint64 } from './primitives.js';
import { XdrError } from './xdr-error.js';

const nested = struct({
  name: string(64),
  flags: uint32,
  size: uint64,
  offset: int64,
  ratio: double,
  key: fixedOpaque(5),
  isOn: bool,
  note: optional(string(64)),
  parts: array(struct({ id: int32, children: array(int32, 8) }), 16),
});

const text = fc.string({ unit: 'binary', maxLength: 16 }).filter((value) => !value.includes('\0'));
const nestedValue = fc.record({
  name: text,
  flags: fc.integer({ min: 0, max: 0xffffffff }),
  size: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  offset: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  ratio: fc.double({ noNaN: true }),
  key: fc.uint8Array({ minLength: 5, maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
  isOn: fc.boolean(),
  note: fc.option(text),
  parts: fc.array(
    fc.record({
      id: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      children: fc.array(
        fc.maxSafeInteger().map((n) => n | 0),
        { maxLength: 8 },
      ),
    }),
    { maxLength: 16 },
  ),
});

/** Decodes hostile bytes: a value or an XdrError, nothing else. */
function outcome<T>(codec: Codec<T>, bytes: Buffer): 'value' | 'XdrError' {
  try {
    decodeXdr(codec, bytes);
    return 'value';
  } catch (error) {
    if (error instanceof XdrError) return 'XdrError';
    throw error;
  }
}

describe('XDR', () => {
  it('gives back every value it has encoded', () => {
    fc.assert(
      fc.property(nestedValue, (value) => {
        const bytes = encodeXdr(nested, value);
        expect(bytes.length % 4).toBe(0);
        expect(bytes.length).toBeGreaterThanOrEqual(nested.minBytes);
        expect(decodeXdr(nested, bytes)).toEqual(value);
      }),
    );
  });

  it('refuses every truncation', () => {
    fc.assert(
      fc.property(nestedValue, fc.nat(), (value, cut) => {
        const bytes = encodeXdr(nested, value);
        expect(outcome(nested, bytes.subarray(0, cut % bytes.length))).toBe('XdrError');
      }),
    );
  });

  it('refuses bytes left over', () => {
    expect(() => decodeXdr(int32, Buffer.alloc(8))).toThrow(
      new XdrError('4 bytes left over after the last field'),
    );
  });

  it('answers random bytes with a value or an XdrError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 256 }), (bytes) => {
        expect(['value', 'XdrError']).toContain(outcome(nested, Buffer.from(bytes)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('survives any change of one byte', () => {
    fc.assert(
      fc.property(nestedValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, position, change) => {
        const bytes = encodeXdr(nested, value);
        const index = position % bytes.length;
        bytes[index] = bytes[index]! ^ change;
        expect(['value', 'XdrError']).toContain(outcome(nested, bytes));
      }),
    );
  });

  it('believes no length that the bytes cannot hold', () => {
    const huge = Buffer.from('ffffffff', 'hex');
    expect(() => decodeXdr(string(2 ** 32), huge)).toThrow('4294967296 bytes wanted');
    expect(() => decodeXdr(array(int32, 2 ** 32), huge)).toThrow(
      'list of 4294967295 announced, 0 bytes there',
    );
    expect(() => decodeXdr(string(16), huge)).toThrow('text of 4294967295, at most 16 allowed');
    expect(() => decodeXdr(array(int32, 16), huge)).toThrow('list of 4294967295, at most 16 allowed');
  });

  it('lays out known values as RFC 4506 says', () => {
    expect(encodeXdr(string(16), 'héy').toString('hex')).toBe('00000004' + '68c3a979');
    expect(encodeXdr(string(16), 'hello').toString('hex')).toBe('00000005' + '68656c6c6f000000');
    expect(encodeXdr(int32, -2).toString('hex')).toBe('fffffffe');
    expect(encodeXdr(uint64, 2n ** 63n).toString('hex')).toBe('8000000000000000');
    expect(encodeXdr(optional(int32), null).toString('hex')).toBe('00000000');
    expect(encodeXdr(optional(int32), 7).toString('hex')).toBe('0000000100000007');
    expect(encodeXdr(array(int32, 2), [1]).toString('hex')).toBe('0000000100000001');
  });

  it.each([
    ['a NUL, where C would end the text', string(9), 'a\0b'],
    ['half a surrogate pair', string(9), '\ud800'],
    ['text too long in bytes', string(3), 'éé'],
    ['a list too long', array(int32, 1), [1, 2]],
    ['a number too large', uint32, 2 ** 32],
    ['a negative number where none can be', uint32, -1],
    ['a fraction as a size', uhyper, 1.5],
    ['a size beyond exact numbers', uhyper, 2 ** 60],
    ['opaque bytes of another length', fixedOpaque(4), Buffer.alloc(3)],
  ] as Array<[string, Codec<unknown>, unknown]>)('refuses to send %s', (_what, codec, value) => {
    expect(() => encodeXdr(codec, value)).toThrow(XdrError);
  });

  it('tells XDR booleans from libvirt ones', () => {
    const two = encodeXdr(int32, 2);
    expect(decodeXdr(truthy, two)).toBe(true);
    expect(() => decodeXdr(bool, two)).toThrow('2 is not a boolean');
  });

  it('rounds 64-bit values beyond 2^53 instead of refusing them', () => {
    expect(decodeXdr(uhyper, encodeXdr(uint64, 2n ** 64n - 1n))).toBe(2 ** 64);
    expect(decodeXdr(hyper, encodeXdr(int64, -5n))).toBe(-5);
  });
});
