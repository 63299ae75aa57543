import { Body, Controller, Delete, Get, HttpStatus, Post } from '@nestjs/common';
import { ClassPoint, CreateRestorePoint, RestorePoint, RevertVm, Vm } from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { RestorePointsService } from './restore-points.service.js';

const ACCEPTED = { status: HttpStatus.ACCEPTED };

@Controller('restore-points')
export class RestorePointNamesController {
  constructor(private readonly points: RestorePointsService) {}

  /** What teachers called the points that they made of several VMs of one's own, or of one's classes. */
  @Get()
  @Returns(ClassPoint, { isArray: true })
  list(@Actor() actor: Actor): Promise<ClassPoint[]> {
    return this.points.namesFor(actor);
  }
}

@Controller('vms/:id/restore-points')
export class RestorePointsController {
  constructor(private readonly points: RestorePointsService) {}

  /** Oldest first. */
  @Get()
  @Returns(RestorePoint, { isArray: true })
  list(@Actor() actor: Actor, @IdParam() id: string): Promise<RestorePoint[]> {
    return this.points.list(actor, id);
  }

  @Post()
  @Returns(Vm, ACCEPTED)
  make(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: CreateRestorePoint }) request: CreateRestorePoint,
  ): Promise<Vm> {
    return this.points.make(actor, id, request);
  }

  /** What the machine is now is lost, unless `keepAs` names a point to keep it in. */
  @Post(':pointId/revert')
  @Returns(Vm, ACCEPTED)
  goBack(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @IdParam('pointId') pointId: string,
    @Body({ schema: RevertVm.prefault({}) }) request: RevertVm,
  ): Promise<Vm> {
    return this.points.goBack(actor, id, pointId, request);
  }

  @Delete(':pointId')
  @Returns(Vm, ACCEPTED)
  remove(@Actor() actor: Actor, @IdParam() id: string, @IdParam('pointId') pointId: string): Promise<Vm> {
    return this.points.remove(actor, id, pointId);
  }
}
