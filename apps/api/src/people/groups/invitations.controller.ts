import { Controller, Delete, Get, Post } from '@nestjs/common';
import { GroupInvitation } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns, ReturnsNothing } from '../../foundation/http/returns.decorator.js';
import { GroupInvitations } from './group-invitations.js';

@Controller()
export class InvitationsController {
  constructor(private readonly invitations: GroupInvitations) {}

  @Get('invitations')
  @Returns(GroupInvitation, { isArray: true })
  list(@Actor() actor: Actor): Promise<GroupInvitation[]> {
    return this.invitations.listFor(actor);
  }

  @Post('invitations/:id/accept')
  @Needs('answer-invitations')
  @ReturnsNothing()
  accept(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.invitations.accept(actor, id);
  }

  @Post('invitations/:id/decline')
  @Needs('answer-invitations')
  @ReturnsNothing()
  decline(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.invitations.decline(actor, id);
  }

  @Get('groups/:id/invitations')
  @Needs('see-groups')
  @Returns(GroupInvitation, { isArray: true })
  listOf(@Actor() actor: Actor, @IdParam() id: string): Promise<GroupInvitation[]> {
    return this.invitations.listOf(actor, id);
  }

  @Delete('groups/:id/invitations/:userId')
  @Needs('manage-members')
  @ReturnsNothing()
  withdraw(@Actor() actor: Actor, @IdParam() id: string, @IdParam('userId') userId: string): Promise<void> {
    return this.invitations.withdraw(actor, id, userId);
  }
}
