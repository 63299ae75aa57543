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

  /** Null when it is not there, or its note was cut off by a kill or a full disk. */
  async find(id: string): Promise<StagedBox | null> {
    const [text, found] = await Promise.all([
      readFile(this.file(`${id}.json`), 'utf8').catch(nullIfAbsent),
      stat(this.file(id)).catch(nullIfAbsent),
    ]);
    const note = Note.safeParse(jsonIn(text)).data;
    if (!note || !found) return null;
    return { id, ...note.metadata, size: note.size, bytes: found.size, touchedAt: found.mtime };
  }

  /** Whose upload it is, is nobody else's business. */
  async findOf(actorId: string, id: string): Promise<StagedBox> {
    const staged = await this.find(id);
    if (staged?.actorId !== actorId) throw new ProblemError('not-found');
    return staged;
  }

  async all(): Promise<StagedBox[]> {
    const found = await Promise.all([...(await this.ids()).keys()].map((id) => this.find(id)));
    return found.filter((staged) => staged !== null);
  }

  /** Of all that lies here, whatever is left of it: when it was written to last. */
  async ids(): Promise<Map<string, Date>> {
    const touched = new Map<string, Date>();
    for (const name of (await readdir(this.folder)).sort().reverse()) {
      const found = await stat(this.file(name)).catch(nullIfAbsent);
      // The note comes first, so that the file itself counts where it is there.
      if (found) touched.set(name.replace(/\.json$/, ''), found.mtime);
    }
    return touched;
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

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function jsonIn(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
