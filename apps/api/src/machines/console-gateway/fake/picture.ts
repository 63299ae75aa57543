import type { Rectangle } from '../rfb/rectangle.js';
import { blocksOf } from './block-letters.js';

/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** How a client wants a pixel of 32 bits to be laid out. */
export interface PixelShifts {
  red: number;
  green: number;
  blue: number;
}

/** What a fake screen shows. */
export class Picture {
  private readonly pixels: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint32Array(width * height);
  }

  fill({ x, y, width, height }: Rectangle, [red, green, blue]: Colour): void {
    const right = Math.min(x + width, this.width);
    for (let row = y; row < Math.min(y + height, this.height); row++) {
      this.pixels.fill((red << 16) | (green << 8) | blue, row * this.width + x, row * this.width + right);
    }
  }

  write(text: string, x: number, y: number, block: number, colour: Colour): void {
    for (const at of blocksOf(text)) {
      if (x + (at.x + 1) * block > this.width) return;
      this.fill({ x: x + at.x * block, y: y + at.y * block, width: block, height: block }, colour);
    }
  }

  /** The pixels of a rectangle as RFB's Raw encoding has them, least significant byte first. */
  raw({ x, y, width, height }: Rectangle, shifts: PixelShifts): Buffer {
    const bytes = Buffer.alloc(width * height * 4);
    for (let at = 0; at < width * height; at++) {
      const row = y + Math.floor(at / width);
      const pixel = this.pixels[row * this.width + x + (at % width)] ?? 0;
      const red = ((pixel >> 16) & 255) << shifts.red;
      const green = ((pixel >> 8) & 255) << shifts.green;
      const blue = (pixel & 255) << shifts.blue;
      bytes.writeUInt32LE((red | green | blue) >>> 0, at * 4);
    }
    return bytes;
  }
}
