import { Inject, Injectable } from '@nestjs/common';
import { mkdir, readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { mustFit } from '../boxes/must-fit.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';

const MIB = 2 ** 20;
/** What stays free for the database and for the machines. */
const RESERVE_BYTES = 2048 * MIB;
const UPLOADS_PER_PERSON = 3;

/** In the place of an account's id: whoever has the host's terminal. */
export const TERMINAL = 'terminal';

/** What whoever sends it says of a file, to know it again. */
export const FileSaid = z.object({
  templateId: z.string().max(100).nullable().catch(null),
  name: z.string().max(255).nullable().catch(null),
  modifiedAt: z.iso.datetime().nullable().catch(null),
});
export type FileSaid = z.infer<typeof FileSaid>;

/** As tus keeps it beside the bytes. */
const Note = z.object({
  id: z.uuid(),
  size: z.int(),
  metadata: FileSaid.extend({ actorId: z.string() }),
});

export interface StagedBox extends FileSaid {
  id: string;
  actorId: string;
  size: number;
  /** How much of it is there. */
  bytes: number;
  touchedAt: Date;
}

/** Where boxes lie that are not ours yet: what is being uploaded or fetched, and what waits for its import. */
@Injectable()
export class BoxStaging {
  readonly folder: string;

  constructor(@Inject(ENVIRONMENT) environment: Pick<Environment, 'dataDir'>) {
    this.folder = join(environment.dataDir, 'box-uploads');
  }

  async make(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  file(id: string): string {
    return join(this.folder, id);
  }

  /** Null when it is not there. */
  async find(id: string): Promise<StagedBox | null> {
    try {
      const [note, { size: bytes, mtime: touchedAt }] = await Promise.all([
        readFile(this.file(`${id}.json`), 'utf8'),
        stat(this.file(id)),
      ]);
      const { size, metadata } = Note.parse(JSON.parse(note));
      return { id, ...metadata, size, bytes, touchedAt };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Whose upload it is, is nobody else's business. */
  async findOf(actorId: string, id: string): Promise<StagedBox> {
    const staged = await this.find(id);
    if (staged?.actorId !== actorId) throw new ProblemError('not-found');
    return staged;
  }

  async all(): Promise<StagedBox[]> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.json'));
    const found = await Promise.all(names.map((name) => this.find(name.slice(0, -'.json'.length))));
    return found.filter((staged) => staged !== null);
  }

  async remove(id: string): Promise<void> {
    await rm(this.file(id), { force: true });
    await rm(this.file(`${id}.json`), { force: true });
  }

  /** Refuses an upload of this size before a byte of it is kept. */
  async mustHaveRoom(actorId: string, size: number): Promise<void> {
    const all = await this.all();
    const own = all.filter((staged) => staged.actorId === actorId).length;
    if (own >= UPLOADS_PER_PERSON)
      throw new ProblemError('not-possible-now', { action: 'upload-limit', limit: UPLOADS_PER_PERSON });
    // What others have announced takes room too, though it is not there yet.
    const announced = all.reduce((sum, staged) => sum + Math.max(0, staged.size - staged.bytes), 0);
    await this.mustFit((size + announced) / MIB);
  }

  async mustFit(neededMiB: number): Promise<void> {
    mustFit('import', this.folder, { needed: neededMiB, free: (await this.freeBytes()) / MIB });
  }

  /** What may be written here. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.folder);
    return Math.max(0, bavail * bsize - RESERVE_BYTES);
  }
}
