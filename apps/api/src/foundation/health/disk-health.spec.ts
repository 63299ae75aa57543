import { expect, it } from '@jest/globals';
import { judge } from './disk-health.js';
import { Degraded } from './health-parts.js';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

function verdict(freeBytes: number, totalBytes: number): string {
  try {
    judge('var', { freeBytes, totalBytes });
    return 'ok';
  } catch (error) {
    return error instanceof Degraded ? 'degraded' : 'down';
  }
}

it.each([
  ['ok', 20 * GIB, 500 * GIB],
  ['ok', GIB, 500 * GIB],
  ['degraded', GIB - 1, 500 * GIB],
  ['degraded', 64 * MIB, 500 * GIB],
  ['down', 64 * MIB - 1, 500 * GIB],
  ['ok', 40 * MIB, 110 * MIB],
  ['degraded', 10 * MIB, 110 * MIB],
  ['down', 2 * MIB, 110 * MIB],
  ['down', 0, 110 * MIB],
  ['ok', 0, 0],
])('%s with %d bytes left of %d', (expected, free, total) => expect(verdict(free, total)).toBe(expected));
