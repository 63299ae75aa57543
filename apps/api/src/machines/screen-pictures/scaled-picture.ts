import { readFile } from 'node:fs/promises';

export type PictureFormat = 'png' | 'webp';

export interface PictureShape {
  format: PictureFormat;
  /** Pixels; as wide as the screen when it is left out or wider. */
  width?: number | undefined;
}

/** No screen has more; what says so in its header would take all memory to unpack. */
const MAX_PIXELS = 8_192 * 8_192;

// The machine code of sharp is for processors since 2008 (x86-64-v2). Debian runs on less, such as the plainest ones of emulators, and
// there it would end this process as soon as it is loaded.
const isRunnable = process.arch !== 'x64' || /\bsse4_2\b/.test(await readFile('/proc/cpuinfo', 'utf8'));
const sharp = isRunnable ? (await import('sharp')).default : null;

// Pictures are small and many people wait for them: neither a pool of threads for each nor a cache of unpacked ones is worth it.
sharp?.concurrency(1);
sharp?.cache(false);

/** Those that can be made here. */
export const PICTURE_FORMATS: PictureFormat[] = sharp ? ['png', 'webp'] : ['png'];

/** A PNG in another shape, its height in proportion. The picture itself when nothing is to be changed, or can be. */
export async function scaledPicture(png: Buffer, { format, width }: PictureShape): Promise<Buffer> {
  if (!sharp || (format === 'png' && width === undefined)) return png;
  const picture = sharp(png, { limitInputPixels: MAX_PIXELS }).resize({ width, withoutEnlargement: true });
  return format === 'png' ? picture.png().toBuffer() : picture.webp({ quality: 70, effort: 2 }).toBuffer();
}
