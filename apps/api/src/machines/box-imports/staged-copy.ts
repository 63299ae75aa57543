import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { BoxStaging, TERMINAL, type FileSaid } from './box-staging.js';
import { BEGINNING, uploadLock } from './upload-locker.js';

const MIB = 2 ** 20;

/** Copies a file of the host to where uploads lie; goes on where a copy of the same file was broken off. */
@Injectable()
export class StagedCopy {
  constructor(
    private readonly staging: BoxStaging,
    private readonly locks: AdvisoryLocks,
  ) {}

  /** Resolves with its id when all of it is there; with undefined while another command copies the same. */
  async make(
    file: string,
    { signal, progress }: { signal: AbortSignal; progress(share: number): void },
  ): Promise<string | undefined> {
    await this.staging.make();
    const { size, mtime } = await stat(file);
    const said = { templateId: null, name: file, modifiedAt: mtime.toISOString() };
    const former = (await this.staging.all()).find(
      ({ actorId, name, modifiedAt, ...staged }) =>
        actorId === TERMINAL && name === file && modifiedAt === said.modifiedAt && staged.size === size,
    );
    const id = former?.id ?? (await this.locks.hold(BEGINNING, signal, () => this.begin(said, size)));
    return this.locks.holdIfFree(uploadLock(id), async (lost) => {
      const there = (await stat(this.staging.file(id))).size;
      let bytes = there;
      const count = new Transform({
        transform(chunk: Buffer, _, done) {
          bytes += chunk.length;
          progress(bytes / size);
          done(null, chunk);
        },
      });
      const read = createReadStream(file, { start: there, highWaterMark: MIB });
      const write = createWriteStream(this.staging.file(id), { flags: 'a', flush: true });
      await pipeline(read, count, write, { signal: AbortSignal.any([signal, lost]) });
      return id;
    });
  }

  private async begin(said: FileSaid, size: number): Promise<string> {
    await this.staging.mustHaveRoom(TERMINAL, size);
    const id = randomUUID();
    await writeFile(this.staging.file(id), '', { mode: 0o600 });
    const note = { id, size, offset: 0, metadata: { ...said, actorId: TERMINAL } };
    await writeFile(`${this.staging.file(id)}.json`, JSON.stringify(note), { mode: 0o600 });
    return id;
  }
}
