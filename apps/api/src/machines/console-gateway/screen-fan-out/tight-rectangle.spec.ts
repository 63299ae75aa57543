import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Hearing } from '../rfb/dialogue.js';
import { Encoding } from '../rfb/encoding.js';
import { overlap } from '../rfb/rectangle.js';
import { SeenPicture } from '../testing/seen-picture.js';
import { Framebuffer } from './framebuffer.js';
import { tightRectangle } from './tight-rectangle.js';

const UPDATE_OF_ONE = Buffer.of(0, 0, 0, 1);

/** A screen with so many colours, and a part of it. */
const part = fc
  .record({
    width: fc.integer({ min: 1, max: 150 }),
    height: fc.integer({ min: 1, max: 150 }),
    colours: fc.constantFrom(1, 2, 3, 16, 256, 257, 2 ** 24),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  })
  .chain((screen) =>
    fc
      .record({
        x: fc.nat(screen.width - 1),
        y: fc.nat(screen.height - 1),
        width: fc.integer({ min: 1, max: 150 }),
        height: fc.integer({ min: 1, max: 150 }),
      })
      .map((area) => ({ ...screen, area: overlap(area, { ...screen, x: 0, y: 0 }) })),
  );

function drawn({
  width,
  height,
  colours,
  seed,
}: {
  width: number;
  height: number;
  colours: number;
  seed: number;
}) {
  let random = seed;
  const next = () => (random = Math.imul(random, 1103515245) + 12345) >>> 0;
  const palette = Array.from({ length: Math.min(colours, 300) }, () => next() >>> 8);
  const pick = () => (colours > 300 ? next() >>> 8 : palette[(next() >>> 8) % palette.length]!);
  return Uint32Array.from({ length: width * height }, () => pick());
}

describe('a rectangle in Tight', () => {
  it('says each of its pixels, however many colours it has and wherever it lies', () => {
    fc.assert(
      fc.property(part, ({ area, ...screen }) => {
        const pixels = drawn(screen);
        const whole = new Framebuffer(screen.width, screen.height);
        const rows = Buffer.from(pixels.buffer);
        for (let y = 0; y < screen.height; y++)
          whole.paint(0, y, rows.subarray(y * screen.width * 4, (y + 1) * screen.width * 4));
        const seen = new SeenPicture();
        const [init] = [Buffer.alloc(24)];
        init.writeUInt16BE(screen.width, 0);
        init.writeUInt16BE(screen.height, 2);
        new Hearing(seen.init()).hear(init);
        const update = new Hearing(seen.update());
        update.hear(Buffer.concat([UPDATE_OF_ONE, tightRectangle(pixels, screen.width, area)]));
        expect(update.outcome).toBeDefined();
        expect(seen.encodings).toEqual([Encoding.Tight]);
        const expected = new Framebuffer(screen.width, screen.height);
        for (let y = area.y; y < area.y + area.height; y++) {
          expected.paint(area.x, y, whole.pixelsOf({ ...area, y, height: 1 }));
        }
        expect(seen.pixels.equals(expected.pixelsOf(expected.whole))).toBe(true);
      }),
    );
  });
});
