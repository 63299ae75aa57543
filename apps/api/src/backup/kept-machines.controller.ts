import { Body, Controller, Get, HttpStatus, Post } from '@nestjs/common';
import { BringBack, KeptMachines, Vm } from '@vm-manager/contracts';
import { Needs } from '../access/identity/access.decorators.js';
import { Actor } from '../access/identity/actor.js';
import { IdParam } from '../foundation/http/id-param.js';
import { Returns } from '../foundation/http/returns.decorator.js';
import { KeptMachinesService } from './kept-machines.service.js';

@Controller()
@Needs('restore-backups')
export class KeptMachinesController {
  constructor(private readonly machines: KeptMachinesService) {}

  @Get('vms/:id/backups')
  @Returns(KeptMachines)
  ofVm(@Actor() actor: Actor, @IdParam() id: string): Promise<KeptMachines> {
    return this.machines.ofVm(actor, id);
  }

  @Get('users/:id/backups')
  @Returns(KeptMachines)
  ofOwner(@Actor() actor: Actor, @IdParam() id: string): Promise<KeptMachines> {
    return this.machines.ofOwner(actor, id);
  }

  /** The id may be that of a VM which is gone. */
  @Post('vms/:id/bring-back')
  @Returns(Vm, { status: HttpStatus.ACCEPTED })
  bringBack(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: BringBack }) request: BringBack,
  ): Promise<Vm> {
    return this.machines.bringBack(actor, id, request);
  }
}
