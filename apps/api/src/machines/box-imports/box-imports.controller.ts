import { Body, Controller, HttpStatus, Post } from '@nestjs/common';
import { ImportBox, Job } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { ImportOrders } from './import-orders.js';

@Controller('boxes/import')
@Needs('run-platform')
export class BoxImportsController {
  constructor(private readonly orders: ImportOrders) {}

  /** Of a file that was uploaded before (protocol tus 1.0 at /api/boxes/uploads), or of an address. */
  @Post()
  @Returns(Job, { status: HttpStatus.ACCEPTED })
  import(@Actor() actor: Actor, @Body({ schema: ImportBox }) request: ImportBox): Promise<Job> {
    return this.orders.orderFor(actor, request);
  }
}
