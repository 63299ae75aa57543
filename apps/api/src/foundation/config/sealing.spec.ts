import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Sealing, SealingError } from './sealing.js';

const key = randomBytes(32);
const sealing = new Sealing([key]);

function reasonOf(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof SealingError) return error.reason;
  }
  return 'opened';
}

describe('Sealing', () => {
  it('opens what it sealed', () => {
    expect(sealing.open('job', sealing.seal('job', 'Été_€1')).toString()).toBe('Été_€1');
    expect(sealing.open('job', sealing.seal('job', '')).length).toBe(0);
  });

  it('never seals twice to the same bytes', () => {
    expect(sealing.seal('job', 'secret').equals(sealing.seal('job', 'secret'))).toBe(false);
  });

  it('does not open what was sealed for another purpose', () => {
    expect(reasonOf(() => sealing.open('mail', sealing.seal('job', 'secret')))).toBe('damaged');
  });

  it('notices every changed bit and every missing byte', () => {
    const sealed = sealing.seal('job', 'secret');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(reasonOf(() => sealing.open('job', changed))).not.toBe('opened');
      expect(reasonOf(() => sealing.open('job', sealed.subarray(0, at)))).not.toBe('opened');
    }
  });

  it('opens with a previous key, and says when a key is gone', () => {
    const next = randomBytes(32);
    const sealed = sealing.seal('job', 'secret');
    expect(new Sealing([next, key]).open('job', sealed).toString()).toBe('secret');
    expect(reasonOf(() => new Sealing([next]).open('job', sealed))).toBe('unknown-key');
  });

  it('derives the same bytes for a purpose and others for another', () => {
    expect(sealing.derive('csrf')).toEqual(new Sealing([key]).derive('csrf'));
    expect(sealing.derive('csrf')).not.toEqual(sealing.derive('ticket'));
  });
});
