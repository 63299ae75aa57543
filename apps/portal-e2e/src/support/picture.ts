import type { Locator } from '@playwright/test';

/** How many of a picture's pixels are lit: text on a console lights a few in a hundred, an empty one none. */
export async function litPixels(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    // Before the first picture has come it has no size.
    if (width === 0 || height === 0) return 0;
    const pixels = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    let lit = 0;
    for (let at = 0; pixels && at < pixels.length; at += 4)
      if ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0) > 200) lit += 1;
    return lit;
  });
}

/** How many different colours a picture has: a text console a handful, a desktop with its icons hundreds. */
export async function coloursOf(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    if (width === 0 || height === 0) return 0;
    const pixels = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer())).size;
  });
}
