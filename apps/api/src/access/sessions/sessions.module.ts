import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { GroupMemberEntity } from '../identity/group-member.entity.js';
import { GroupEntity } from '../identity/group.entity.js';
import { SignInRule } from '../identity/sign-in-rule.js';
import { UserEntity } from '../identity/user.entity.js';
import { AccessTokensController } from './access-tokens/access-tokens.controller.js';
import { AccessTokens } from './access-tokens/access-tokens.js';
import { Authentication } from './authentication.js';
import { RightsChanges } from './rights-changes.js';
import { SessionActors } from './session-actors.js';
import { SessionEnds } from './session-ends.js';
import { SessionGuard } from './session.guard.js';
import { SessionList } from './session-list.js';
import { SessionEntity } from './session.entity.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.js';

/** Sessions of browsers and access tokens: the guard that asks every request for one, and when they end or lose rights. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([UserEntity, GroupEntity, GroupMemberEntity, SessionEntity])],
  controllers: [SessionsController, AccessTokensController],
  providers: [
    AccessTokens,
    Authentication,
    RightsChanges,
    SessionActors,
    SessionEnds,
    SessionList,
    Sessions,
    SignInRule,
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [Authentication, RightsChanges, SessionActors, SessionEnds, Sessions, SignInRule],
})
export class SessionsModule {}
