import { RfbError } from './rfb-error.js';

type Channels = Readonly<Record<'red' | 'green' | 'blue', number>>;

/** How a pixel is laid out (RFC 6143, 7.4). Only true colours: nobody has asked for a palette since there are browsers. */
export interface PixelFormat {
  readonly bytes: number;
  readonly isBigEndian: boolean;
  readonly max: Channels;
  readonly shift: Channels;
}

/** As the browser's own pictures have it, so that nothing is turned round on the way: red, green, blue, nothing. */
export const RED_FIRST: PixelFormat = {
  bytes: 4,
  isBigEndian: false,
  max: { red: 255, green: 255, blue: 255 },
  shift: { red: 0, green: 8, blue: 16 },
};

/** As QEMU announces its pictures, and so for who watches and asks for no other. */
export const BLUE_FIRST: PixelFormat = { ...RED_FIRST, shift: { red: 16, green: 8, blue: 0 } };

export const PIXEL_FORMAT_LENGTH = 16;

export function readPixelFormat(bytes: Buffer): PixelFormat {
  const bits = bytes.readUInt8(0);
  if (![8, 16, 32].includes(bits) || bytes.readUInt8(3) === 0) throw new RfbError('no true colours');
  const max = { red: bytes.readUInt16BE(4), green: bytes.readUInt16BE(6), blue: bytes.readUInt16BE(8) };
  const shift = { red: bytes.readUInt8(10), green: bytes.readUInt8(11), blue: bytes.readUInt8(12) };
  return { bytes: bits / 8, isBigEndian: bytes.readUInt8(2) !== 0, max, shift };
}

export function writePixelFormat({ bytes, isBigEndian, max, shift }: PixelFormat): Buffer {
  const written = Buffer.alloc(PIXEL_FORMAT_LENGTH);
  written.set([bytes * 8, bytes === 4 ? 24 : bytes * 8, isBigEndian ? 1 : 0, 1]);
  [max.red, max.green, max.blue].forEach((value, index) => written.writeUInt16BE(value, 4 + 2 * index));
  written.set([shift.red, shift.green, shift.blue], 10);
  return written;
}

/** Whether Tight sends three bytes a pixel, the same for every such format. */
export const hasTightPixels = ({ bytes, max }: PixelFormat): boolean =>
  bytes === 4 && max.red === 255 && max.green === 255 && max.blue === 255;

/** Pixels that are laid out red first, in another format. */
export function inFormat(pixels: Buffer, { bytes, isBigEndian, max, shift }: PixelFormat): Buffer {
  if (isSame({ bytes, isBigEndian, max, shift }, RED_FIRST)) return pixels;
  const written = Buffer.alloc((pixels.length / 4) * bytes);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += bytes) {
    const red = (((pixels[from] ?? 0) * (max.red + 1)) >> 8) << shift.red;
    const green = (((pixels[from + 1] ?? 0) * (max.green + 1)) >> 8) << shift.green;
    const blue = (((pixels[from + 2] ?? 0) * (max.blue + 1)) >> 8) << shift.blue;
    const value = (red | green | blue) >>> 0;
    for (let byte = 0; byte < bytes; byte++) {
      written[to + (isBigEndian ? bytes - 1 - byte : byte)] = (value >>> (8 * byte)) & 255;
    }
  }
  return written;
}

const isSame = (one: PixelFormat, other: PixelFormat): boolean =>
  writePixelFormat(one).equals(writePixelFormat(other));
