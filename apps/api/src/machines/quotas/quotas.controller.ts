import { Body, Controller, Get, Put } from '@nestjs/common';
import {
  DefaultQuota,
  GroupQuota,
  HostCapacity,
  MemberUsage,
  Quota,
  SetGroupQuota,
  SetLimits,
  SetQuotas,
} from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { CapacityService } from './capacity.service.js';
import { GroupQuotasService } from './group-quotas.service.js';
import { QuotasService } from './quotas.service.js';

@Controller()
export class QuotasController {
  constructor(
    private readonly quotas: QuotasService,
    private readonly groupQuotas: GroupQuotasService,
    private readonly capacity: CapacityService,
  ) {}

  @Get('quota')
  @Returns(Quota)
  own(@Actor() actor: Actor): Promise<Quota> {
    return this.quotas.show(actor, actor.id);
  }

  @Get('quota/default')
  @Needs('run-platform')
  @Returns(DefaultQuota)
  byDefault(): Promise<DefaultQuota> {
    return this.quotas.byDefault();
  }

  @Put('quota/default')
  @Needs('run-platform')
  @Returns(DefaultQuota)
  setDefault(
    @Actor() actor: Actor,
    @Body({ schema: DefaultQuota }) limits: DefaultQuota,
  ): Promise<DefaultQuota> {
    return this.quotas.setDefault(actor, limits);
  }

  @Get('users/:id/quota')
  @Returns(Quota)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<Quota> {
    return this.quotas.show(actor, id);
  }

  @Put('users/:id/quota')
  @Needs('set-quotas')
  @Returns(Quota)
  set(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SetLimits }) limits: SetLimits,
  ): Promise<Quota> {
    return this.quotas.set(actor, id, limits);
  }

  @Put('quotas')
  @Needs('set-quotas')
  @Returns(MemberUsage, { isArray: true })
  setAll(@Actor() actor: Actor, @Body({ schema: SetQuotas }) request: SetQuotas): Promise<MemberUsage[]> {
    return this.quotas.setAll(actor, request);
  }

  @Get('groups/:id/quota')
  @Returns(GroupQuota)
  showGroup(@Actor() actor: Actor, @IdParam() id: string): Promise<GroupQuota> {
    return this.groupQuotas.show(actor, id);
  }

  @Put('groups/:id/quota')
  @Needs('set-quotas')
  @Returns(GroupQuota)
  setGroup(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SetGroupQuota }) request: SetGroupQuota,
  ): Promise<GroupQuota> {
    return this.groupQuotas.set(actor, id, request);
  }

  @Get('groups/:id/usage')
  @Returns(MemberUsage, { isArray: true })
  usages(@Actor() actor: Actor, @IdParam() id: string): Promise<MemberUsage[]> {
    return this.groupQuotas.usages(actor, id);
  }

  @Get('capacity')
  @Needs('run-platform')
  @Returns(HostCapacity, { isArray: true })
  hosts(): Promise<HostCapacity[]> {
    return this.capacity.list();
  }
}
