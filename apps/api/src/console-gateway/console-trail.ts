import { Injectable, Logger } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { DataSource } from 'typeorm';
import { AuditTrail, type AuditRecord } from '../audit/audit-trail.js';
import { Refusals } from '../audit/refusals.js';
import { ProblemError } from '../http/problem-error.js';
import { TrustedProxies } from '../http/trusted-proxies.js';
import { VmReader } from '../vms/vm-reader.js';
import type { OpenConsole } from './open-consoles.js';

/** Records who had which screen open, how and for how long. */
@Injectable()
export class ConsoleTrail {
  private readonly logger = new Logger(ConsoleTrail.name);
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly vms: VmReader,
    private readonly proxies: TrustedProxies,
    private readonly refusals: Refusals,
  ) {}

  /** Before anything is shown: a console that cannot be recorded does not open. */
  async opened(console: OpenConsole, request: IncomingMessage, clock = Date.now): Promise<void> {
    const { userId, vmId, mode } = console.grant;
    const { manager } = this.dataSource;
    const actor = await this.audit.actorOf(manager, userId, this.proxies.clientAddress(request));
    const vm = await this.vms.load(vmId);
    const about = { object: { id: vmId, name: vm?.name ?? vmId }, ownerId: vm?.ownerId ?? null };
    const record = (entry: AuditRecord) => this.audit.record(manager, actor, entry);
    const openedAt = clock();
    await record({ ...about, action: 'console.open', details: { mode } });
    const closed = () => {
      const seconds = Math.round((clock() - openedAt) / 1000);
      const reason = console.closing?.reason;
      this.keep(record({ ...about, action: 'console.close', details: { mode, seconds, reason } }));
    };
    if (console.signal.aborted) closed();
    else console.signal.addEventListener('abort', closed, { once: true });
  }

  refused(request: IncomingMessage, refusal: unknown): void {
    if (refusal instanceof ProblemError) this.refusals.note(request, refusal);
  }

  /** Resolves when the ends of all consoles that were closed are on record. Never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  private keep(record: Promise<void>): void {
    const written = record
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => this.writing.delete(written));
    this.writing.add(written);
  }
}
