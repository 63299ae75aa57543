import { Injectable } from '@nestjs/common';
import type { AuditEntry, AuditFilter } from '@vm-manager/contracts';
import { Readable } from 'node:stream';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import type { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { toAuditEntry, type DisplayNames } from './audit.mapper.js';
import { after, auditQuery, type AuditSelection } from './audit.queries.js';
import { toCsv } from './to-csv.js';

const LINES_AT_A_TIME = 2_000;

/** Reads the audit log for administrators; each export is itself recorded. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
  ) {}

  async list(actor: Actor, { before, limit, ...selection }: AuditFilter): Promise<AuditEntry[]> {
    await this.noteReading(actor, { ...selection, before });
    const lines = await this.page(selection, before, limit);
    const names = await this.namesOf(lines);
    return lines.map((line) => toAuditEntry(line, names));
  }

  private async namesOf(lines: readonly AuditEntryEntity[]): Promise<DisplayNames> {
    const ids = lines.flatMap(({ actorId, ownerId }) => [actorId, ownerId]).filter((id) => id !== null);
    const people = await this.dataSource
      .getRepository(UserEntity)
      .find({ where: { id: In([...new Set(ids)]) }, select: { id: true, displayName: true } });
    return new Map(people.map(({ id, displayName }) => [id, displayName]));
  }

  /** All of it as a file, however long. */
  async export(
    actor: Actor,
    { before: _before, limit: _limit, ...selection }: AuditFilter,
  ): Promise<Readable> {
    await this.noteReading(actor, { ...selection, format: 'csv' });
    return toCsv(this.all(selection), actor.language);
  }

  /** Page by page, so that neither memory nor a connection to the database is held while a slow reader reads. */
  private async *all(selection: AuditSelection): AsyncGenerator<AuditEntryEntity> {
    let before: string | undefined;
    for (;;) {
      const lines = await this.page(selection, before, LINES_AT_A_TIME);
      yield* lines;
      before = lines.at(-1)?.id;
      if (lines.length < LINES_AT_A_TIME) return;
    }
  }

  private async page(
    selection: AuditSelection,
    before: string | undefined,
    limit: number,
  ): Promise<AuditEntryEntity[]> {
    // PostgreSQL's text cannot hold NUL, so no line mentions it.
    if (Object.values(selection).some((text) => text?.includes('\0'))) return [];
    const query = await auditQuery(this.dataSource.manager, selection);
    return (before === undefined ? query : after(query, before)).limit(limit).getMany();
  }

  private noteReading(actor: Actor, filter: Record<string, string | undefined>): Promise<void> {
    const asked = Object.entries(filter).filter(([, text]) => text !== undefined && !text.includes('\0'));
    return this.audit.record(this.dataSource.manager, actor, {
      action: 'audit.read',
      details: Object.fromEntries(asked),
    });
  }
}
