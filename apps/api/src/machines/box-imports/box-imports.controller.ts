import { Body, Controller, Get, HttpStatus, Post } from '@nestjs/common';
import { BoxImports, ImportBox, Job } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { ImportList } from './import-list.js';
import { ImportOrders } from './import-orders.js';

@Controller('boxes/import')
@Needs('run-platform')
export class BoxImportsController {
  constructor(
    private readonly orders: ImportOrders,
    private readonly imports: ImportList,
  ) {}

  /** What is not finished: one's own uploads, and the last import of each template. */
  @Get()
  @Returns(BoxImports)
  show(@Actor() actor: Actor): Promise<BoxImports> {
    return this.imports.show(actor);
  }

  /** Of a file that was uploaded before (protocol tus 1.0 at /api/boxes/uploads), or of an address. */
  @Post()
  @Returns(Job, { status: HttpStatus.ACCEPTED })
  import(@Actor() actor: Actor, @Body({ schema: ImportBox }) request: ImportBox): Promise<Job> {
    return this.orders.orderFor(actor, request);
  }
}
