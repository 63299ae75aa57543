import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { VmFilter } from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { GivesCsv } from '../../foundation/http/csv.decorators.js';
import { VmReader } from './vm-reader.js';

@Controller()
export class VmsExportController {
  constructor(private readonly reader: VmReader) {}

  /** The same filter as the list's. */
  @Get('vms.csv')
  @GivesCsv('machines.csv')
  async export(
    @Actor() actor: Actor,
    @Query({ schema: VmFilter }) filter: VmFilter,
  ): Promise<StreamableFile> {
    const csv = await this.reader.export(actor, filter);
    return new StreamableFile(Buffer.from(csv), { type: 'text/csv; charset=utf-8' });
  }
}
