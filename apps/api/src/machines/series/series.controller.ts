import { Body, Controller, Delete, Get, HttpStatus, Patch, Post, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import {
  CreateSeries,
  RetryVm,
  Series,
  SeriesOrder,
  SeriesPlan,
  SeriesPointOrder,
  UpdateSeries,
} from '@vm-manager/contracts';
import type { Response } from 'express';
import * as z from 'zod';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { NewSeries } from './new-series.js';
import { SecondTries } from './second-tries.js';
import { SeriesReader } from './series-reader.js';
import { SeriesService } from './series.service.js';
import { SeriesUpkeep } from './series-upkeep.js';

const ACCEPTED = { status: HttpStatus.ACCEPTED };
const SeriesOrPlan = z.union([Series, SeriesPlan]);

@Controller('series')
@Needs('manage-series')
export class SeriesController {
  constructor(
    private readonly newSeries: NewSeries,
    private readonly series: SeriesService,
    private readonly tries: SecondTries,
    private readonly reader: SeriesReader,
    private readonly upkeep: SeriesUpkeep,
  ) {}

  @Get()
  @Returns(Series, { isArray: true })
  list(@Actor() actor: Actor): Promise<Series[]> {
    return this.reader.list(actor);
  }

  @Get(':id')
  @Returns(Series)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<Series> {
    return this.reader.show(actor, id);
  }

  /** With `dryRun` nothing is made: the answer is 200, with who would get no machine and why, and what the others would cost. */
  @Post()
  @Returns(SeriesOrPlan, ACCEPTED)
  @ApiResponse({ status: HttpStatus.OK, standardSchema: SeriesPlan, description: 'A dry run' })
  async create(
    @Actor() actor: Actor,
    @Body({ schema: CreateSeries }) request: CreateSeries,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Series | SeriesPlan> {
    if (!request.dryRun) return this.reader.show(actor, await this.newSeries.add(actor, request));
    response.status(HttpStatus.OK);
    return this.newSeries.plan(actor, request);
  }

  @Patch(':id')
  @Returns(Series)
  update(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: UpdateSeries }) request: UpdateSeries,
  ): Promise<Series> {
    return this.series.update(actor, id, request);
  }

  @Post(':id/start')
  @Returns(Series, ACCEPTED)
  start(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SeriesOrder.prefault({}) }) order: SeriesOrder,
  ): Promise<Series> {
    return this.series.order(actor, id, { kind: 'start', pointName: null }, order);
  }

  @Post(':id/shutdown')
  @Returns(Series, ACCEPTED)
  shutDown(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SeriesOrder.prefault({}) }) order: SeriesOrder,
  ): Promise<Series> {
    return this.series.order(actor, id, { kind: 'shutdown', pointName: null }, order);
  }

  @Post(':id/restore-points')
  @Returns(Series, ACCEPTED)
  makePoints(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SeriesPointOrder }) order: SeriesPointOrder,
  ): Promise<Series> {
    return this.series.order(actor, id, { kind: 'make-restore-point', pointName: order.name }, order);
  }

  /** Each goes back to its point of that name. */
  @Post(':id/revert')
  @Returns(Series, ACCEPTED)
  goBack(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SeriesPointOrder }) order: SeriesPointOrder,
  ): Promise<Series> {
    return this.series.order(actor, id, { kind: 'revert', pointName: order.name }, order);
  }

  /** For a student whose machine failed, could not be ordered, or was deleted. */
  @Post(':id/members/:userId/retry')
  @Returns(Series, ACCEPTED)
  async retry(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @IdParam('userId') userId: string,
    @Body({ schema: RetryVm }) passwords: RetryVm,
  ): Promise<Series> {
    await this.tries.order(actor, id, userId, passwords);
    await this.upkeep.makeSoon(id);
    return this.reader.show(actor, id);
  }

  /** With all of its machines. */
  @Delete(':id')
  @Returns(Series, ACCEPTED)
  remove(@Actor() actor: Actor, @IdParam() id: string): Promise<Series> {
    return this.series.remove(actor, id);
  }
}
