import { Body, Controller, Delete, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { AnswerControl } from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { ControlHandover } from './control-handover.js';
import { HelpCalls } from './help-calls.js';

/** Who types on a VM's screen. What comes of it is in the VM, which is pushed. */
@Controller('vms/:id')
export class ConsoleControlController {
  constructor(
    private readonly help: HelpCalls,
    private readonly handover: ControlHandover,
  ) {}

  @Post('help')
  @HttpCode(HttpStatus.NO_CONTENT)
  askForHelp(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.help.call(actor, id);
  }

  @Delete('help')
  @HttpCode(HttpStatus.NO_CONTENT)
  endHelp(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.help.end(actor, id);
  }

  @Post('control/ask')
  @HttpCode(HttpStatus.NO_CONTENT)
  ask(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.handover.ask(actor, id);
  }

  @Post('control/give')
  @HttpCode(HttpStatus.NO_CONTENT)
  give(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: AnswerControl }) { userId }: AnswerControl,
  ): Promise<void> {
    return this.handover.give(actor, id, userId);
  }

  @Post('control/refuse')
  @HttpCode(HttpStatus.NO_CONTENT)
  refuse(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: AnswerControl }) { userId }: AnswerControl,
  ): Promise<void> {
    return this.handover.refuse(actor, id, userId);
  }

  @Post('control/take')
  @HttpCode(HttpStatus.NO_CONTENT)
  take(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.handover.take(actor, id);
  }
}
