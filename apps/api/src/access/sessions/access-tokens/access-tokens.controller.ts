import { Body, Controller, Delete, Get, HttpStatus, Post, Query } from '@nestjs/common';
import { AccessToken, AccessTokenFilter, CreateAccessToken, NewAccessToken } from '@vm-manager/contracts';
import { IdParam } from '../../../foundation/http/id-param.js';
import { Returns, ReturnsNothing } from '../../../foundation/http/returns.decorator.js';
import { Needs } from '../../identity/access.decorators.js';
import { Actor } from '../../identity/actor.js';
import { AccessTokens } from './access-tokens.js';

@Controller()
@Needs('manage-tokens')
export class AccessTokensController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get('tokens')
  @Returns(AccessToken, { isArray: true })
  list(
    @Actor() actor: Actor,
    @Query({ schema: AccessTokenFilter }) { user }: AccessTokenFilter,
  ): Promise<AccessToken[]> {
    return this.tokens.of(actor, user);
  }

  @Post('tokens')
  @Needs('own-credentials')
  @Returns(NewAccessToken, { status: HttpStatus.CREATED })
  make(
    @Actor() actor: Actor,
    @Body({ schema: CreateAccessToken }) request: CreateAccessToken,
  ): Promise<NewAccessToken> {
    return this.tokens.make(actor, request);
  }

  @Delete('tokens/:id')
  @ReturnsNothing()
  revoke(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.tokens.revoke(actor, id);
  }

  @Delete('users/:id/tokens')
  @ReturnsNothing()
  revokeAllOf(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.tokens.revokeAllOf(actor, id);
  }
}
