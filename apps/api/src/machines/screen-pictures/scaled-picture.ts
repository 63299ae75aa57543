import sharp from 'sharp';

export type PictureFormat = 'png' | 'webp';

export interface PictureShape {
  format: PictureFormat;
  /** Pixels; as wide as the screen when it is left out or wider. */
  width?: number | undefined;
}

/** No screen has more; what says so in its header would take all memory to unpack. */
const MAX_PIXELS = 8_192 * 8_192;

// Pictures are small and many people wait for them: neither a pool of threads for each nor a cache of unpacked ones is worth it.
sharp.concurrency(1);
sharp.cache(false);

/** A PNG in another shape, its height in proportion. The picture itself when nothing is to be changed. */
export async function scaledPicture(png: Buffer, { format, width }: PictureShape): Promise<Buffer> {
  if (format === 'png' && width === undefined) return png;
  const picture = sharp(png, { limitInputPixels: MAX_PIXELS }).resize({ width, withoutEnlargement: true });
  return format === 'png' ? picture.png().toBuffer() : picture.webp({ quality: 70, effort: 2 }).toBuffer();
}
