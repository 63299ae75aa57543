import { Controller, Delete, Get, HttpStatus, Post } from '@nestjs/common';
import { BinnedVm, Vm } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { BinService } from './bin.service.js';

const ACCEPTED = { status: HttpStatus.ACCEPTED };

@Controller('bin')
export class BinController {
  constructor(private readonly bin: BinService) {}

  /** One's own, and those of others that one sees. */
  @Get()
  @Returns(BinnedVm, { isArray: true })
  list(@Actor() actor: Actor): Promise<BinnedVm[]> {
    return this.bin.list(actor);
  }

  @Post(':vmId/restore')
  @Returns(Vm, ACCEPTED)
  restore(@Actor() actor: Actor, @IdParam('vmId') vmId: string): Promise<Vm> {
    return this.bin.restore(actor, vmId);
  }

  /** For good, before its time. */
  @Delete(':vmId')
  @Returns(Vm, ACCEPTED)
  remove(@Actor() actor: Actor, @IdParam('vmId') vmId: string): Promise<Vm> {
    return this.bin.remove(actor, vmId);
  }

  /** All of it, whoever's. */
  @Delete()
  @Needs('run-platform')
  @Returns(BinnedVm, { isArray: true, ...ACCEPTED })
  empty(@Actor() actor: Actor): Promise<BinnedVm[]> {
    return this.bin.empty(actor);
  }
}
