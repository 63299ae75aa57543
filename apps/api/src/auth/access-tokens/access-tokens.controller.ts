import { Body, Controller, Delete, Get, HttpStatus, Post } from '@nestjs/common';
import { AccessToken, CreateAccessToken, NewAccessToken } from '@vm-manager/contracts';
import { IdParam } from '../../http/id-param.js';
import { Returns, ReturnsNothing } from '../../http/returns.decorator.js';
import { Needs } from '../access.decorators.js';
import { Actor } from '../actor.js';
import { AccessTokens } from './access-tokens.js';

@Controller('tokens')
@Needs('own-credentials')
export class AccessTokensController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get()
  @Returns(AccessToken, { isArray: true })
  list(@Actor() actor: Actor): Promise<AccessToken[]> {
    return this.tokens.of(actor);
  }

  @Post()
  @Returns(NewAccessToken, { status: HttpStatus.CREATED })
  make(
    @Actor() actor: Actor,
    @Body({ schema: CreateAccessToken }) request: CreateAccessToken,
  ): Promise<NewAccessToken> {
    return this.tokens.make(actor, request);
  }

  @Delete(':id')
  @ReturnsNothing()
  revoke(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.tokens.revoke(actor, id);
  }
}
