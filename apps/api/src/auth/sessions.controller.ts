import { Controller, Delete, Get, HttpCode, HttpStatus, Query } from '@nestjs/common';
import { Session, SessionFilter } from '@vm-manager/contracts';
import { IdParam } from '../http/id-param.js';
import { Returns } from '../http/returns.decorator.js';
import { Needs } from './access.decorators.js';
import { Actor } from './actor.js';
import { SessionList } from './session-list.js';

@Controller()
@Needs('manage-sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionList) {}

  @Get('sessions')
  @Returns(Session, { isArray: true })
  list(@Actor() actor: Actor, @Query({ schema: SessionFilter }) { user }: SessionFilter): Promise<Session[]> {
    return this.sessions.of(actor, user);
  }

  /** One's own, but not the one that asks. */
  @Delete('sessions')
  @HttpCode(HttpStatus.NO_CONTENT)
  endOthers(@Actor() actor: Actor): Promise<void> {
    return this.sessions.endOthers(actor);
  }

  @Delete('sessions/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  end(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.sessions.end(actor, id);
  }

  @Delete('users/:id/sessions')
  @HttpCode(HttpStatus.NO_CONTENT)
  endAllOf(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.sessions.endAllOf(actor, id);
  }
}
