import { Injectable, Logger } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { ConsoleKind, ConsoleMode } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter, type AuditRecord } from '../../access/audit-writing/audit-writer.js';
import { Refusals } from '../../access/refusals/refusals.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';
import type { ConsoleViewerEntity } from '../vms/console-viewer.entity.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import { VmReader } from '../vms/vm-reader.js';
import type { LiveConsole } from './open-consoles.js';

/** The screen is what is meant unless something else is said. */
const howOf = (mode: ConsoleMode, kind: ConsoleKind) => (kind === 'screen' ? { mode } : { mode, kind });

/** Records who had which screen open, how and for how long. */
@Injectable()
export class ConsoleAudit {
  private readonly logger = new Logger(ConsoleAudit.name);
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
    private readonly vms: VmReader,
    private readonly viewers: ConsoleViewers,
    private readonly proxies: TrustedProxies,
    private readonly refusals: Refusals,
  ) {}

  /** Before anything is shown: a console that cannot be recorded does not open. */
  async opened(console: LiveConsole, request: IncomingMessage, clock = Date.now): Promise<void> {
    const { userId, vmId, mode, kind } = console.grant;
    const { manager } = this.dataSource;
    const actor = await this.audit.actorOf(manager, userId, this.proxies.clientAddress(request));
    const about = await this.about(vmId);
    const openedAt = clock();
    await this.audit.record(manager, actor, {
      ...about,
      action: 'console.open',
      details: { ...howOf(mode, kind) },
    });
    const closed = () => {
      const seconds = Math.round((clock() - openedAt) / 1000);
      const details = { ...howOf(mode, kind), seconds, reason: console.closing?.reason };
      const left = this.dataSource.transaction(async (tx) => {
        // Together with its row, so that no end is written twice: not here and where lost ones are found.
        if (await this.viewers.leave(tx, { id: console.id, ...console.grant }))
          await this.audit.record(tx, actor, { ...about, action: 'console.close', details });
      });
      this.keep(left);
    };
    if (console.signal.aborted) closed();
    else console.signal.addEventListener('abort', closed, { once: true });
  }

  /** A console whose process was killed, as far as it was seen. */
  async interrupted(
    tx: EntityManager,
    { vmId, userId, mode, kind, byPictures, openedAt, seenAt }: ConsoleViewerEntity,
  ): Promise<void> {
    if (byPictures) return;
    const actor = await this.audit.actorOf(tx, userId);
    const seconds = Math.round((seenAt.getTime() - openedAt.getTime()) / 1000);
    const details = { ...howOf(mode, kind), seconds, reason: 'interrupted' };
    await this.audit.record(tx, actor, { ...(await this.about(vmId)), action: 'console.close', details });
  }

  refused(request: IncomingMessage, refusal: unknown): void {
    if (refusal instanceof ProblemError) this.refusals.note(request, refusal);
  }

  /** Resolves when the ends of all consoles that were closed are on record. Never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  private async about(vmId: string): Promise<Pick<AuditRecord, 'object' | 'ownerId'>> {
    const vm = await this.vms.load(vmId);
    return { object: { id: vmId, name: vm?.name ?? vmId }, ownerId: vm?.ownerId ?? null };
  }

  private keep(record: Promise<void>): void {
    const written = record
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.writing.delete(written));
    this.writing.add(written);
  }
}
