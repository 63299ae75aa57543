import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { AuditEntry, AuditFilter } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { GivesCsv } from '../../foundation/http/csv.decorators.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { AuditReader } from './audit-reader.js';

@Needs('read-audit')
@Controller()
export class AuditController {
  constructor(private readonly audit: AuditReader) {}

  @Get('audit')
  @Returns(AuditEntry, { isArray: true })
  list(@Actor() actor: Actor, @Query({ schema: AuditFilter }) filter: AuditFilter): Promise<AuditEntry[]> {
    return this.audit.list(actor, filter);
  }

  /** The same filter; pages do not apply. */
  @Get('audit.csv')
  @GivesCsv('audit.csv')
  async export(
    @Actor() actor: Actor,
    @Query({ schema: AuditFilter }) filter: AuditFilter,
  ): Promise<StreamableFile> {
    const csv = await this.audit.export(actor, filter);
    return new StreamableFile(csv, { type: 'text/csv; charset=utf-8' });
  }
}
