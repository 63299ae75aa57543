import { Body, Controller, HttpStatus, Post } from '@nestjs/common';
import { ConsoleTicket, OpenConsole } from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { ConsoleService } from './console.service.js';
import { OwnAddress } from './own-address.js';

@Controller('vms')
export class ConsoleController {
  constructor(private readonly consoles: ConsoleService) {}

  @Post(':id/console')
  @Returns(ConsoleTicket, { status: HttpStatus.CREATED })
  open(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: OpenConsole }) { mode, kind }: OpenConsole,
    @OwnAddress() origin: string,
  ): Promise<ConsoleTicket> {
    return this.consoles.open(actor, id, { mode, kind }, origin);
  }
}
