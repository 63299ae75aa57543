import { Body, Controller, Get, HttpStatus, Post } from '@nestjs/common';
import { CreateOperation, Operation, OperationSummary } from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { OperationsService } from './operations.service.js';

const ACCEPTED = { status: HttpStatus.ACCEPTED };

@Controller('operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  @Post()
  @Returns(Operation, ACCEPTED)
  create(
    @Actor() actor: Actor,
    @Body({ schema: CreateOperation }) request: CreateOperation,
  ): Promise<Operation> {
    return this.operations.create(actor, request);
  }

  @Get()
  @Returns(OperationSummary, { isArray: true })
  list(@Actor() actor: Actor): Promise<OperationSummary[]> {
    return this.operations.list(actor);
  }

  @Get(':id')
  @Returns(Operation)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<Operation> {
    return this.operations.show(actor, id);
  }

  @Post(':id/cancel')
  @Returns(Operation)
  cancel(@Actor() actor: Actor, @IdParam() id: string): Promise<Operation> {
    return this.operations.cancel(actor, id);
  }

  @Post(':id/repeat')
  @Returns(Operation, ACCEPTED)
  repeat(@Actor() actor: Actor, @IdParam() id: string): Promise<Operation> {
    return this.operations.repeat(actor, id);
  }
}
