import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** The 8-bit encodings that spreadsheets in French still write: Windows, the Mac, the command line of Windows. */
export const EIGHT_BIT = ['windows-1252', 'macintosh', 'cp850'] as const;
export type EightBit = (typeof EIGHT_BIT)[number];

/** The text of a file whose bytes say what they are; null when it is in one of the 8-bit encodings. */
export function selfEvidentText(file: Buffer): string | null {
  const wide = utf16Of(file);
  if (wide !== null) return withoutMark(new TextDecoder(wide).decode(file));
  return isUtf8(file) ? withoutMark(file.toString()) : null;
}

export const textIn = (encoding: EightBit, file: Buffer): string => iconv.decode(file, encoding);

/** Accents of the Mac and of CP850 lie where Windows has signs that hardly any list contains. */
export const isSurelyWindows = (file: Buffer): boolean => !file.some((byte) => byte >= 0x80 && byte <= 0x9f);

const withoutMark = (text: string) => text.replace(/^\ufeff/, '');

/** “Texte Unicode” of Excel. Without a mark, half of the bytes of any of our languages are zero. */
function utf16Of(file: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (file[0] === 0xff && file[1] === 0xfe) return 'utf-16le';
  if (file[0] === 0xfe && file[1] === 0xff) return 'utf-16be';
  const start = file.subarray(0, 40);
  const zeros = (from: 0 | 1) => start.filter((byte, at) => at % 2 === from && byte === 0).length;
  const enough = start.length / 4;
  if (zeros(1) > enough && zeros(0) === 0) return 'utf-16le';
  return zeros(0) > enough && zeros(1) === 0 ? 'utf-16be' : null;
}
