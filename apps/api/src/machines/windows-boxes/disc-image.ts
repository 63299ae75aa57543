import { open } from 'node:fs/promises';

const SECTOR = 2048;
const FIRST = 16;
const AT_MOST = 32;

/** What the first sectors of a disc's image say of it. */
export interface DiscImage {
  label: string;
  /** Whether a computer can start from it. */
  bootable: boolean;
  /** Whether it has UDF beside ISO 9660, as all of Windows' have: a file of theirs is larger than ISO 9660 can hold. */
  udf: boolean;
}

/** Null when the file is no image of a disc. Rejects when there is no such file. */
export async function readDiscImage(file: string): Promise<DiscImage | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(SECTOR * (AT_MOST - FIRST)),
      0,
      SECTOR * (AT_MOST - FIRST),
      SECTOR * FIRST,
    );
    const image: DiscImage = { label: '', bootable: false, udf: false };
    let isDisc = false;
    for (let at = 0; at + SECTOR <= bytesRead; at += SECTOR) {
      const sector = buffer.subarray(at, at + SECTOR);
      const kind = sector.toString('latin1', 1, 6);
      if (kind === 'CD001' && sector[0] === 1) {
        isDisc = true;
        image.label = sector.toString('latin1', 40, 72).trim();
      }
      if (kind === 'CD001' && sector[0] === 0)
        image.bootable = sector.toString('latin1', 7, 30).startsWith('EL TORITO');
      if (kind === 'NSR02' || kind === 'NSR03') image.udf = true;
    }
    return isDisc ? image : null;
  } finally {
    await handle.close();
  }
}

/** Of the image, as Microsoft labels its discs: `SSS_X64FREE_FR-FR_DV9`. */
export const languageIn = ({ label }: DiscImage): string | null => {
  const [, language, country] = /_([A-Z]{2})-([A-Z]{2})_/.exec(label) ?? [];
  return language && country ? `${language.toLowerCase()}-${country}` : null;
};
