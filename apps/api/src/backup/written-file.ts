import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Writable, type PipelineSource } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { BackupError } from './backup-error.js';

/** What the manifest says of a file of the backup, by its path in it. */
export const FileRecord = z.object({
  path: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/)
    .refine((path) => !path.split('/').includes('..')),
  bytes: z.int(),
  sha256: z.string(),
});
export type FileRecord = z.infer<typeof FileRecord>;

/** Writes a new file of the backup, for its owner's eyes only, down to the disk. */
export async function writeMeasured(
  folder: string,
  path: string,
  stages: readonly unknown[],
): Promise<FileRecord> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  }
  const written = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  // pipeline's own types know no lists that hold functions.
  await pipeline([...stages, measured, written] as unknown as NodeJS.ReadWriteStream[]);
  return { path, bytes, sha256: hash.digest('hex') };
}

/** Of a file that is there already. */
export async function recordOf(folder: string, path: string): Promise<FileRecord> {
  const { size } = await stat(join(folder, path));
  return { path, bytes: size, sha256: await hashOf(join(folder, path)) };
}

/** Rejects with which file it is when it is not there, cut off or changed. */
export async function checkFile(folder: string, { path, bytes, sha256 }: FileRecord): Promise<void> {
  const file = join(folder, path);
  const found = await stat(file).catch(() => null);
  if (!found) throw new BackupError(`${path} is missing.`);
  if (found.size !== bytes) throw new BackupError(`${path} is cut off: ${found.size} of ${bytes} bytes.`);
  if ((await hashOf(file)) !== sha256) throw new BackupError(`${path} is damaged.`);
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Reads a stream to its end, for the errors that only come there. */
export const readThrough = (source: PipelineSource<Buffer>): Promise<void> =>
  pipeline(source, new Writable({ write: (_chunk, _encoding, done) => done() }));
