import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { png } from './png.js';

describe('a PNG', () => {
  it('holds its size and, row by row, its pixels', () => {
    const image = png(2, 1, Buffer.from('ff0000ff00ff00ff', 'hex'));
    expect(image.subarray(12, 16).toString()).toBe('IHDR');
    expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([2, 1]);
    const length = image.readUInt32BE(33);
    expect(inflateSync(image.subarray(41, 41 + length)).toString('hex')).toBe('00ff0000ff00ff00ff');
    // The checksum of an empty IEND is the same in every PNG.
    expect(image.subarray(-4).toString('hex')).toBe('ae426082');
  });
});
