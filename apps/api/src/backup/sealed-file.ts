import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupError } from './backup-error.js';
import type { BackupKey } from './backup-key.js';
import { writeMeasured, type FileRecord } from './written-file.js';

// MAGIC, 12 bytes of nonce, the compressed content under AES-256-GCM, 16 bytes of its tag.
const MAGIC = Buffer.from('VMM1');
const HEAD = MAGIC.length + 12;
const TAG = 16;

/** Compresses and seals what comes out of `source`. `path` is relative to the backup's folder and part of the key. */
export async function writeSealed(
  folder: string,
  path: string,
  source: Readable,
  key: BackupKey,
): Promise<FileRecord> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.derive(`file:${path}`), nonce);
  async function* sealed(chunks: AsyncIterable<Buffer>) {
    yield Buffer.concat([MAGIC, nonce]);
    for await (const chunk of chunks) yield cipher.update(chunk);
    yield cipher.final();
    yield cipher.getAuthTag();
  }
  return writeMeasured(folder, path, [source, createGzip(), sealed]);
}

/** The content; the stream fails at its end when one bit of it is another, so nobody may believe it before. */
export function readSealed(folder: string, path: string, key: BackupKey): Readable {
  return Readable.from(opened(folder, path, key)).compose(createGunzip());
}

async function* opened(folder: string, path: string, key: BackupKey): AsyncGenerator<Buffer> {
  const file = join(folder, path);
  const { head, tag, size } = await endsOf(file, path);
  const decipher = createDecipheriv('aes-256-gcm', key.derive(`file:${path}`), head.subarray(MAGIC.length));
  decipher.setAuthTag(tag);
  const body = createReadStream(file, { start: HEAD, end: size - TAG - 1 });
  for await (const chunk of body as AsyncIterable<Buffer>) yield decipher.update(chunk);
  try {
    yield decipher.final();
  } catch (cause) {
    throw new BackupError(`${path} is damaged.`, { cause });
  }
}

async function endsOf(file: string, path: string) {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size <= HEAD + TAG) throw new BackupError(`${path} is cut off.`);
    const head = Buffer.alloc(HEAD);
    const tag = Buffer.alloc(TAG);
    await handle.read(head, 0, HEAD, 0);
    await handle.read(tag, 0, TAG, size - TAG);
    if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupError(`${path} is damaged.`);
    return { head, tag, size };
  } finally {
    await handle.close();
  }
}
