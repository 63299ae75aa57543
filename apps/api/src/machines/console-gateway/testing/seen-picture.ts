import { constants, inflateSync } from 'node:zlib';
import type { Dialogue } from '../rfb/dialogue.js';
import { Encoding } from '../rfb/encoding.js';
import type { Rectangle } from '../rfb/rectangle.js';

/** What a client makes of what it is told, in pixels of red, green, blue, nothing: a reader of its own, that shares nothing with the writer. */
export class SeenPicture {
  width = 0;
  height = 0;
  pixels = Buffer.alloc(0);
  cursor: { area: Rectangle; pixels: Buffer; mask: Buffer } | undefined;
  /** Of the last update. */
  encodings: number[] = [];

  /** ServerInit; the name. */
  *init(): Dialogue<string> {
    const head = yield 24;
    this.resize(head.readUInt16BE(0), head.readUInt16BE(2));
    return (yield head.readUInt32BE(20)).toString();
  }

  *update(): Dialogue<void> {
    const head = yield 4;
    if (head[0] !== 0) throw new Error(`a message of type ${head[0]}`);
    this.encodings = [];
    for (let left = head.readUInt16BE(2); left > 0; left--) yield* this.rectangle();
  }

  private *rectangle(): Dialogue<void> {
    const head = yield 12;
    const [x, y, width, height] = [0, 2, 4, 6].map((at) => head.readUInt16BE(at)) as [
      number,
      number,
      number,
      number,
    ];
    const area = { x, y, width, height };
    const encoding = head.readInt32BE(8);
    this.encodings.push(encoding);
    if (encoding === Encoding.DesktopSize) this.resize(width, height);
    else if (encoding === Encoding.Raw) this.draw(area, yield width * height * 4);
    else if (encoding === Encoding.Tight) this.draw(area, yield* tight(area));
    else if (encoding === Encoding.Cursor) {
      this.cursor = { area, pixels: yield width * height * 4, mask: yield Math.ceil(width / 8) * height };
    } else throw new Error(`an encoding that nobody asked for: ${encoding}`);
  }

  private resize(width: number, height: number): void {
    [this.width, this.height] = [width, height];
    this.pixels = Buffer.alloc(width * height * 4);
  }

  private draw({ x, y, width, height }: Rectangle, pixels: Buffer): void {
    if (x + width > this.width || y + height > this.height) throw new Error('outside of the screen');
    for (let row = 0; row < height; row++) {
      pixels.copy(this.pixels, ((y + row) * this.width + x) * 4, row * width * 4, (row + 1) * width * 4);
    }
  }
}

function* tight({ width, height }: Rectangle): Dialogue<Buffer> {
  const control = (yield 1).readUInt8();
  if (control === 0x80) return spread(yield 3, new Uint8Array(width * height));
  if (control === 0x01) {
    const colours = yield* unpacked(width * height * 3);
    return spread(
      colours,
      Uint32Array.from({ length: width * height }, (_, at) => at),
    );
  }
  if (control !== 0x41 || (yield 1).readUInt8() !== 1) throw new Error(`control byte ${control}`);
  const count = (yield 1).readUInt8() + 1;
  const palette = yield 3 * count;
  if (count > 2) return spread(palette, yield* unpacked(width * height));
  const rowLength = Math.ceil(width / 8);
  const bits = yield* unpacked(rowLength * height);
  const numbers = Uint8Array.from({ length: width * height }, (_, at) => {
    const column = at % width;
    return (bits[Math.floor(at / width) * rowLength + (column >> 3)]! >> (7 - (column & 7))) & 1;
  });
  return spread(palette, numbers);
}

/** The pixels of these numbers of colours, which have three bytes each. */
function spread(colours: Buffer, numbers: ArrayLike<number>): Buffer {
  const pixels = Buffer.alloc(numbers.length * 4);
  for (let at = 0; at < numbers.length; at++)
    colours.copy(pixels, at * 4, numbers[at]! * 3, numbers[at]! * 3 + 3);
  return pixels;
}

function* unpacked(length: number): Dialogue<Buffer> {
  if (length < 12) return yield length;
  let size = 0;
  for (let shift = 0; shift <= 14; shift += 7) {
    const byte = (yield 1).readUInt8();
    size |= (shift < 14 ? byte & 0x7f : byte) << shift;
    if (byte < 0x80) break;
  }
  const bytes = inflateSync(yield size, { finishFlush: constants.Z_SYNC_FLUSH });
  if (bytes.length !== length) throw new Error(`${bytes.length} bytes instead of ${length}`);
  return bytes;
}
