import { lstat, readFile } from 'node:fs/promises';

const MOST_BYTES = 2 ** 20;

export interface OldText {
  text: string;
  /** Latin-1 for what an old editor saved, and whatever else is no UTF-8: every byte of it comes back as it was. */
  encoding: 'utf8' | 'latin1';
}

/** Null for what is no text, no file of its own, or too large to be the prototype's. Rejects when this user may not read it. */
export async function oldTextIn(path: string): Promise<OldText | null> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' || error.code === 'EPERM') throw error;
    return null;
  });
  if (!found?.isFile() || found.size > MOST_BYTES) return null;
  const bytes = await readFile(path);
  if (bytes.includes(0)) return null;
  const encoding = Buffer.from(bytes.toString('utf8')).equals(bytes) ? 'utf8' : 'latin1';
  return { text: bytes.toString(encoding), encoding };
}
