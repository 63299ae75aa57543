import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { Clearing, DefaultClearing, GroupClearing, SetGroupClearing } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns, ReturnsNothing } from '../../foundation/http/returns.decorator.js';
import { ClearingRules } from './clearing-rules.js';
import { ClearingsService } from './clearings.service.js';

@Controller()
export class ClearingController {
  constructor(
    private readonly clearings: ClearingsService,
    private readonly rules: ClearingRules,
  ) {}

  /** One's own, and those of others that one sees. */
  @Get('clearings')
  @Returns(Clearing, { isArray: true })
  list(@Actor() actor: Actor): Promise<Clearing[]> {
    return this.clearings.list(actor);
  }

  /** It is still needed. */
  @Post('vms/:id/keep')
  @ReturnsNothing()
  keep(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.clearings.keep(actor, id);
  }

  @Get('clearing/default')
  @Needs('run-platform')
  @Returns(DefaultClearing)
  byDefault(): Promise<DefaultClearing> {
    return this.rules.byDefault();
  }

  @Put('clearing/default')
  @Needs('run-platform')
  @Returns(DefaultClearing)
  setDefault(
    @Actor() actor: Actor,
    @Body({ schema: DefaultClearing }) rule: DefaultClearing,
  ): Promise<DefaultClearing> {
    return this.rules.setDefault(actor, rule);
  }

  @Get('groups/:id/clearing')
  @Needs('set-quotas')
  @Returns(GroupClearing)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<GroupClearing> {
    return this.rules.show(actor, id);
  }

  @Put('groups/:id/clearing')
  @Needs('set-quotas')
  @Returns(GroupClearing)
  set(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SetGroupClearing }) change: SetGroupClearing,
  ): Promise<GroupClearing> {
    return this.rules.set(actor, id, change);
  }
}
