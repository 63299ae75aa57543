import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import * as z from 'zod';
import { isDiskError } from './disk-error.js';
import { RefusedBox } from './refused-box.js';

const MIB = 2 ** 20;
const MAX_ENTRIES = 64;
const MAX_METADATA_BYTES = 64 * 1024;
/** What may lie in it beside the image. */
const MAX_OTHER_BYTES = 16 * MIB;
/** An image of a system hardly shrinks below a twentieth. */
const MAX_RATIO = 100;
const FILES = new Set(['File', 'OldFile', 'ContiguousFile']);

const Metadata = z.object({
  provider: z.unknown(),
  format: z.unknown().optional(),
  disks: z.unknown().optional(),
});

/**
 * Takes the image out of somebody's box, and nothing else: nothing is written under a name that the archive gives, and its
 * Vagrantfile, which is a program, is not looked at. Rejects with `RefusedBox`; what was written until then is the caller's to remove.
 */
export async function takeImage(
  archive: string,
  image: string,
  {
    maxBytes,
    signal,
    progress,
  }: { maxBytes: number; signal: AbortSignal; progress: (bytes: number) => void },
): Promise<void> {
  const reading = new Reading(image, maxBytes);
  const source = createReadStream(archive, { highWaterMark: MIB });
  const said = new Transform({
    transform: (chunk: Buffer, _, done) => {
      reading.compressed += chunk.length;
      progress(reading.compressed);
      done(null, chunk);
    },
  });
  const parsing = new Transform({ transform: (chunk: Buffer, _, done) => reading.take(chunk, done) });
  const unzip = (await isGzip(archive)) ? [createGunzip()] : [];
  try {
    await pipeline([source, said, ...unzip, parsing], { signal });
  } catch (error) {
    reading.stop();
    signal.throwIfAborted();
    if (error instanceof RefusedBox || isDiskError(error)) throw error;
    throw new RefusedBox('no-archive', {}, { cause: error });
  }
  await reading.finish();
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await file.close();
  }
}

class Reading {
  compressed = 0;
  private unpacked = 0;
  private entries = 0;
  private otherBytes = 0;
  private metadata: Buffer[] | undefined;
  private writing: Promise<void> | undefined;
  private failure: unknown;
  private readonly parser = new Parser({
    strict: true,
    maxMetaEntrySize: MAX_METADATA_BYTES,
    onReadEntry: (entry: ReadEntry) => this.attempt(() => this.enter(entry)),
  });

  constructor(
    private readonly image: string,
    private readonly maxBytes: number,
  ) {
    this.parser.on('ignoredEntry', (entry: ReadEntry) =>
      this.attempt(() => {
        throw new RefusedBox('entry-kind', { entry: nameOf(entry) });
      }),
    );
    this.parser.on('error', (error: unknown) => this.attempt(() => fail(error)));
  }

  take(chunk: Buffer, done: (error?: Error | null) => void): void {
    this.unpacked += chunk.length;
    this.attempt(() => {
      if (this.unpacked > this.maxBytes + MAX_OTHER_BYTES) throw this.tooLarge();
      if (this.unpacked > 64 * MIB && this.unpacked > MAX_RATIO * this.compressed)
        throw new RefusedBox('bomb', { ratio: MAX_RATIO });
    });
    if (this.failure) return done(this.failure as Error);
    let goesOn = true;
    this.attempt(() => {
      goesOn = this.parser.write(chunk);
    });
    if (this.failure || goesOn) return done(this.failure as Error | undefined);
    const next = () => {
      this.parser.off('drain', next).off('error', next);
      this.wake = undefined;
      done(this.failure as Error | undefined);
    };
    this.wake = next;
    this.parser.on('drain', next).on('error', next);
  }

  async finish(): Promise<void> {
    const ended = new Promise<void>((resolve) =>
      this.parser.once('end', resolve).once('error', () => resolve()),
    );
    this.attempt(() => this.parser.end());
    if (!this.failure) await ended;
    await this.writing;
    if (this.failure instanceof RefusedBox || isDiskError(this.failure)) throw this.failure;
    if (this.failure) throw new RefusedBox('no-archive', {}, { cause: this.failure });
    mustBeLibvirt(this.metadata);
    if (!this.writing) throw new RefusedBox('no-image');
  }

  stop(): void {
    this.failure ??= new Error('stopped');
    this.file?.destroy();
  }

  private wake: (() => void) | undefined;
  private file: ReturnType<typeof createWriteStream> | undefined;

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      // A refusal says more than what the library makes of it.
      if (!this.failure || error instanceof RefusedBox) this.failure = error;
    }
  }

  private enter(entry: ReadEntry): void {
    try {
      this.look(entry);
    } catch (error) {
      entry.resume();
      throw error;
    }
  }

  private look(entry: ReadEntry): void {
    this.entries += 1;
    if (this.entries > MAX_ENTRIES) throw new RefusedBox('many-entries', { limit: MAX_ENTRIES });
    const path = entry.path;
    if (path.startsWith('/') || /^[A-Za-z]:|\\|\0/.test(path) || path.split('/').includes('..'))
      throw new RefusedBox('entry-path', { entry: nameOf(entry) });
    if (entry.type === 'Directory') return void entry.resume();
    if (!FILES.has(entry.type)) throw new RefusedBox('entry-kind', { entry: nameOf(entry) });
    const name = path.replace(/^(\.\/)+/, '');
    if (name === 'box.img') return this.write(entry);
    if (name === 'metadata.json') return this.keep(entry);
    this.otherBytes += entry.size;
    if (this.otherBytes > MAX_OTHER_BYTES) throw new RefusedBox('entry-other', { entry: nameOf(entry) });
    entry.resume();
  }

  private keep(entry: ReadEntry): void {
    if (this.metadata || entry.size > MAX_METADATA_BYTES) throw new RefusedBox('metadata');
    this.metadata = [];
    entry.on('data', (chunk: Buffer) => this.metadata?.push(chunk));
  }

  private write(entry: ReadEntry): void {
    if (this.writing) throw new RefusedBox('no-image');
    if (entry.size > this.maxBytes) throw this.tooLarge();
    const file = createWriteStream(this.image, { mode: 0o600, flags: 'wx', highWaterMark: 4 * MIB });
    this.file = file;
    this.writing = new Promise<void>((resolve) => {
      file.once('close', resolve);
      file.once('error', (error) => {
        this.failure ??= error;
        entry.resume();
        this.wake?.();
      });
    });
    entry.pipe(file);
  }

  private tooLarge(): RefusedBox {
    return new RefusedBox('too-large', { limit: Math.floor(this.maxBytes / MIB) });
  }
}

const fail = (error: unknown): never => {
  throw error;
};

const nameOf = ({ path }: ReadEntry) => path.slice(0, 100);

function mustBeLibvirt(chunks: Buffer[] | undefined): void {
  const parsed = Metadata.safeParse(jsonIn(Buffer.concat(chunks ?? []).toString()));
  if (!parsed.success) throw new RefusedBox('metadata');
  const { provider, format, disks } = parsed.data;
  if (provider !== 'libvirt') throw new RefusedBox('provider', { entry: String(provider).slice(0, 40) });
  if (disks !== undefined) throw new RefusedBox('disks');
  if (format !== undefined && format !== 'qcow2')
    throw new RefusedBox('format', { entry: String(format).slice(0, 40) });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
