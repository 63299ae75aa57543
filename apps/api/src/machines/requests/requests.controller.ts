import { Body, Controller, Get, HttpStatus, Post, Query } from '@nestjs/common';
import {
  ApproveRequest,
  CreateRequest,
  RejectRequest,
  RequestFilter,
  ResourceRequest,
  WithdrawApproval,
} from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { Decisions } from './decisions.js';
import { NewRequests } from './new-requests.js';
import { RequestReader } from './request-reader.js';
import { Withdrawals } from './withdrawals.js';

@Controller('requests')
export class RequestsController {
  constructor(
    private readonly reader: RequestReader,
    private readonly newRequests: NewRequests,
    private readonly decisions: Decisions,
    private readonly withdrawals: Withdrawals,
  ) {}

  @Get()
  @Returns(ResourceRequest, { isArray: true })
  list(
    @Actor() actor: Actor,
    @Query({ schema: RequestFilter }) filter: RequestFilter,
  ): Promise<ResourceRequest[]> {
    return this.reader.listFor(actor, filter);
  }

  @Get(':id')
  @Returns(ResourceRequest)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<ResourceRequest> {
    return this.reader.show(actor, id);
  }

  @Post()
  @Needs('ask-for-more')
  @Returns(ResourceRequest, { status: HttpStatus.CREATED })
  create(
    @Actor() actor: Actor,
    @Body({ schema: CreateRequest }) request: CreateRequest,
  ): Promise<ResourceRequest> {
    return this.newRequests.add(actor, request);
  }

  @Post(':id/approve')
  @Needs('decide-requests')
  @Returns(ResourceRequest)
  approve(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: ApproveRequest }) terms: ApproveRequest,
  ): Promise<ResourceRequest> {
    return this.decisions.approve(actor, id, terms);
  }

  @Post(':id/reject')
  @Needs('decide-requests')
  @Returns(ResourceRequest)
  reject(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: RejectRequest }) rejection: RejectRequest,
  ): Promise<ResourceRequest> {
    return this.decisions.reject(actor, id, rejection);
  }

  @Post(':id/cancel')
  @Needs('ask-for-more')
  @Returns(ResourceRequest)
  cancel(@Actor() actor: Actor, @IdParam() id: string): Promise<ResourceRequest> {
    return this.withdrawals.cancel(actor, id);
  }

  @Post(':id/withdraw')
  @Needs('decide-requests')
  @Returns(ResourceRequest)
  withdraw(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: WithdrawApproval }) withdrawal: WithdrawApproval,
  ): Promise<ResourceRequest> {
    return this.withdrawals.withdraw(actor, id, withdrawal);
  }
}
