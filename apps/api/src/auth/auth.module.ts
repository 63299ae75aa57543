import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthUpkeep } from './auth-upkeep.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { Authentication } from './authentication.js';
import { FirstAccounts } from './first-accounts.js';
import { GroupMemberEntity } from './group-member.entity.js';
import { GroupEntity } from './group.entity.js';
import { LocalAccounts } from './local-accounts.js';
import { Passwords } from './passwords.js';
import { RightsChanges } from './rights-changes.js';
import { SessionActors } from './session-actors.js';
import { SessionEnds } from './session-ends.js';
import { SessionEntity } from './session.entity.js';
import { SessionGuard } from './session.guard.js';
import { Sessions } from './sessions.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { UserEntity } from './user.entity.js';

@Global()
@Module({
  imports: [
    PassportModule,
    TypeOrmModule.forFeature([
      UserEntity,
      GroupEntity,
      GroupMemberEntity,
      SessionEntity,
      SignInFailureEntity,
    ]),
  ],
  controllers: [AuthController],
  providers: [
    AuthService,
    AuthUpkeep,
    Authentication,
    FirstAccounts,
    LocalAccounts,
    Passwords,
    RightsChanges,
    SessionActors,
    SessionEnds,
    Sessions,
    SignInThrottle,
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [Authentication, RightsChanges, SessionActors, SessionEnds, Sessions],
})
export class AuthModule {}
