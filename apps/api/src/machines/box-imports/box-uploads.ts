import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Routines } from '../../foundation/database/routines.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { BoxStaging, FileSaid } from './box-staging.js';
import { stagedOfImports } from './staged-imports.js';
import { BEGINNING, uploadLock, UploadLocker } from './upload-locker.js';

const PATH = '/api/boxes/uploads';
const MIB = 2 ** 20;
const HOUR_MS = 3600_000;
const KEPT_MS = 24 * HOUR_MS;
/** No box of a school is larger. */
const MAX_BYTES = 256 * 2 ** 30;

/** Uploads in pieces that go on after a broken connection, by the protocol tus (docs/adr). */
@Injectable()
export class BoxUploads implements OnApplicationBootstrap {
  private readonly server: Server;

  constructor(
    private readonly staging: BoxStaging,
    private readonly locks: AdvisoryLocks,
    private readonly routines: Routines,
    private readonly dataSource: DataSource,
  ) {
    this.server = new Server({
      path: PATH,
      datastore: new FileStore({ directory: staging.folder }),
      maxSize: MAX_BYTES,
      relativeLocation: true,
      // Other sites have no business here, and are told so by the absence of headers.
      allowedOrigins: () => false,
      locker: new UploadLocker(locks),
      namingFunction: () => randomUUID(),
      // Whose it is, is ours alone to say.
      onUploadCreate: async ({ runtime }, { metadata }) => ({
        metadata: { ...FileSaid.parse(metadata ?? {}), actorId: actorOf(runtime?.node?.req) },
      }),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.staging.make();
    const options = { everyMs: HOUR_MS, lock: 'box-uploads', byAge: true };
    this.routines.start(BoxUploads.name, options, () => this.removeOld());
  }

  async create(actor: Actor, request: Request, response: Response): Promise<void> {
    const size = Number(request.headers['upload-length'] ?? 'none');
    if (!Number.isSafeInteger(size) || size < 1) throw new ProblemError('malformed-request');
    if (size > MAX_BYTES) throw new ProblemError('payload-too-large');
    // Its bytes come afterwards: what they take would keep everyone else waiting.
    if (
      Number(request.headers['content-length'] ?? 0) > 0 ||
      request.headers['transfer-encoding'] !== undefined
    )
      throw new ProblemError('malformed-request');
    await this.locks.hold(BEGINNING, new AbortController().signal, async () => {
      await this.staging.mustHaveRoom(actor.id, size);
      await this.server.handle(request, response);
    });
  }

  async goOn(actor: Actor, id: string, request: Request, response: Response): Promise<void> {
    await this.staging.findOf(actor.id, id);
    // Others may have filled the disk since it was begun.
    await this.staging.mustFit(Number(request.headers['content-length'] ?? 0) / MIB);
    await this.server.handle(request, response);
  }

  /** Those that nobody has gone on with for a day, and what is left of others; not those that an import waits for. */
  async removeOld(now = Date.now()): Promise<void> {
    const wanted = await stagedOfImports(this.dataSource.manager);
    for (const [id, touchedAt] of await this.staging.ids())
      if (now - touchedAt.getTime() > KEPT_MS && !wanted.has(id))
        await this.locks.holdIfFree(uploadLock(id), () => this.staging.remove(id));
  }
}

function actorOf(request: object | undefined): string {
  const { actor } = request as Request;
  if (!actor) throw new Error('An upload has an actor');
  return actor.id;
}
