import { Controller, Delete, Get, Query } from '@nestjs/common';
import { Session, SessionFilter } from '@vm-manager/contracts';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns, ReturnsNothing } from '../../foundation/http/returns.decorator.js';
import { Needs } from '../identity/access.decorators.js';
import { Actor } from '../identity/actor.js';
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
  @ReturnsNothing()
  endOthers(@Actor() actor: Actor): Promise<void> {
    return this.sessions.endOthers(actor);
  }

  @Delete('sessions/:id')
  @ReturnsNothing()
  end(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.sessions.end(actor, id);
  }

  @Delete('users/:id/sessions')
  @ReturnsNothing()
  endAllOf(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.sessions.endAllOf(actor, id);
  }
}
