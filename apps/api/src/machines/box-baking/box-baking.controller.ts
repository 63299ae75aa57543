import { Body, Controller, Get, HttpStatus, Post, Put } from '@nestjs/common';
import { BakeBox, BoxBaking, Job, SetBoxBaking } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { BakeOrders } from './bake-orders.js';
import { BoxBakings } from './box-bakings.js';

@Controller('boxes')
@Needs('run-platform')
export class BoxBakingController {
  constructor(
    private readonly orders: BakeOrders,
    private readonly bakings: BoxBakings,
  ) {}

  @Post('bake')
  @Returns(Job, { status: HttpStatus.ACCEPTED })
  bake(@Actor() actor: Actor, @Body({ schema: BakeBox }) { templateId }: BakeBox): Promise<Job> {
    return this.orders.orderFor(actor, templateId);
  }

  /** How the boxes of those templates are baked that have a recipe. */
  @Get('baking')
  @Returns(BoxBaking, { isArray: true })
  list(@Actor() actor: Actor): Promise<BoxBaking[]> {
    return this.bakings.list(actor);
  }

  /** Answers with all of them. */
  @Put('baking')
  @Returns(BoxBaking, { isArray: true })
  set(@Actor() actor: Actor, @Body({ schema: SetBoxBaking }) request: SetBoxBaking): Promise<BoxBaking[]> {
    return this.bakings.set(actor, request);
  }
}
