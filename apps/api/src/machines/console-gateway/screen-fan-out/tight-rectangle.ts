import { constants, deflateSync } from 'node:zlib';
import { Encoding } from '../rfb/encoding.js';
import { rectangleHead, type Rectangle } from '../rfb/rectangle.js';

/** First byte of a rectangle in Tight: what is done with the four zlib streams, and what follows. */
const FILL = 0x80;
/** Stream 0 begins anew, so that whoever has not seen the last rectangle can read this one, too. */
const COPY = 0x01;
const FILTERED = 0x41;
const PALETTE_FILTER = 1;
const COLOURS_AT_MOST = 256;
/** What is shorter is not worth packing, says the encoding. */
const UNPACKED = 12;
/** Speed first: level 6 makes text a quarter smaller and takes three times as long. Without an end, as the stream could go on. */
const PACKING = { level: 1, finishFlush: constants.Z_SYNC_FLUSH };
const SLOTS = 1024;

/**
 * A rectangle in the encoding Tight, lossless, with its head. It stands alone: it may be sent to any number of clients, in any order.
 * The pixels are those of a whole screen, `stride` in a row, red in the lowest byte.
 */
export function tightRectangle(pixels: Uint32Array, stride: number, area: Rectangle): Buffer {
  const { colours, numbers } = paletteOf(pixels, stride, area);
  const head = rectangleHead(area, Encoding.Tight);
  if (!numbers) return Buffer.concat([head, Buffer.of(COPY), packed(threeBytesEach(pixels, stride, area))]);
  if (colours.length === 1) return Buffer.concat([head, Buffer.of(FILL), bytesOf(colours)]);
  const start = Buffer.of(FILTERED, PALETTE_FILTER, colours.length - 1);
  const drawn = colours.length === 2 ? bits(numbers, area) : numbers;
  return Buffer.concat([head, start, bytesOf(colours), packed(drawn)]);
}

/** The colours of an area and, unless they are too many, which of them each pixel has. */
function paletteOf(
  pixels: Uint32Array,
  stride: number,
  { x, y, width, height }: Rectangle,
): { colours: number[]; numbers: Uint8Array | undefined } {
  const colours: number[] = [];
  const slots = new Int16Array(SLOTS).fill(-1);
  const numbers = new Uint8Array(width * height);
  let [last, number] = [-1, -1];
  for (let row = 0, to = 0; row < height; row++) {
    const from = (y + row) * stride + x;
    for (let column = 0; column < width; column++, to++) {
      const colour = (pixels[from + column] ?? 0) & 0xffffff;
      if (colour !== last) {
        let slot = Math.imul(colour, 0x9e3779b1) >>> 22;
        while ((number = slots[slot] ?? 0) >= 0 && colours[number] !== colour) slot = (slot + 1) % SLOTS;
        if (number < 0) {
          if (colours.length === COLOURS_AT_MOST) return { colours, numbers: undefined };
          number = slots[slot] = colours.push(colour) - 1;
        }
        last = colour;
      }
      numbers[to] = number;
    }
  }
  return { colours, numbers };
}

/** Two colours: one bit a pixel, each row in bytes of its own. */
function bits(numbers: Uint8Array, { width, height }: Rectangle): Uint8Array {
  const rowLength = Math.ceil(width / 8);
  const drawn = new Uint8Array(rowLength * height);
  for (let at = 0; at < numbers.length; at++) {
    const column = at % width;
    const byte = ((at - column) / width) * rowLength + (column >> 3);
    if (numbers[at]) drawn[byte] = (drawn[byte] ?? 0) | (0x80 >> (column & 7));
  }
  return drawn;
}

function threeBytesEach(pixels: Uint32Array, stride: number, { x, y, width, height }: Rectangle): Buffer {
  const written = Buffer.allocUnsafe(width * height * 3);
  for (let row = 0, to = 0; row < height; row++) {
    const from = (y + row) * stride + x;
    for (let column = 0; column < width; column++, to += 3) {
      const pixel = pixels[from + column] ?? 0;
      written[to] = pixel;
      written[to + 1] = pixel >>> 8;
      written[to + 2] = pixel >>> 16;
    }
  }
  return written;
}

const bytesOf = (colours: number[]): Buffer =>
  Buffer.from(colours.flatMap((colour) => [colour & 255, (colour >> 8) & 255, colour >> 16]));

/** Compressed, after its length in one to three bytes of which the highest bit says that another follows. */
function packed(bytes: Uint8Array): Buffer {
  if (bytes.length < UNPACKED) return Buffer.from(bytes);
  const small = deflateSync(bytes, PACKING);
  const { length } = small;
  if (length < 0x80) return Buffer.concat([Buffer.of(length), small]);
  const low = [(length & 0x7f) | 0x80, (length >> 7) & 0x7f];
  if (length < 0x4000) return Buffer.concat([Buffer.from(low), small]);
  return Buffer.concat([Buffer.of(low[0] ?? 0, (low[1] ?? 0) | 0x80, length >> 14), small]);
}
