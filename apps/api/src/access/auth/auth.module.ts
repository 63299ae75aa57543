import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessTokensController } from '../sessions/access-tokens/access-tokens.controller.js';
import { AccessTokens } from '../sessions/access-tokens/access-tokens.js';
import { AuthUpkeep } from './auth-upkeep.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { Authentication } from '../sessions/authentication.js';
import { FirstAccounts } from './first-accounts.js';
import { GroupMemberEntity } from '../identity/group-member.entity.js';
import { GroupEntity } from '../identity/group.entity.js';
import { KnownPlaceEntity } from './known-place.entity.js';
import { KnownPlaces } from './known-places.js';
import { ClassMemberships } from '../directory/class-memberships.js';
import { DirectoryAccounts } from '../directory/directory-accounts.js';
import { DirectoryHealth } from '../directory/directory-health.js';
import { DirectoryRecords } from '../directory/directory-records.js';
import { DirectorySignIn } from '../directory/directory-sign-in.js';
import { DirectoryState } from '../directory/directory-state.js';
import { DirectoryController } from '../directory/directory.controller.js';
import { DirectorySyncEntity } from '../directory/directory-sync.entity.js';
import { DirectorySync } from '../directory/directory-sync.js';
import { DIRECTORY } from '../directory/directory.provider.js';
import { LocalAccounts } from './local-accounts.js';
import { LocalSignIn } from './local-sign-in.js';
import { PasswordCheck } from './password-check.js';
import { Passwords } from '../passwords/passwords.js';
import { RightsChanges } from '../sessions/rights-changes.js';
import { SessionActors } from '../sessions/session-actors.js';
import { SessionEnds } from '../sessions/session-ends.js';
import { SessionList } from '../sessions/session-list.js';
import { SessionEntity } from '../sessions/session.entity.js';
import { SessionGuard } from './session.guard.js';
import { SessionsController } from '../sessions/sessions.controller.js';
import { Sessions } from '../sessions/sessions.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { UserEntity } from '../identity/user.entity.js';
import { WriteLimit } from './write-limit.js';

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
      KnownPlaceEntity,
      DirectorySyncEntity,
    ]),
  ],
  controllers: [AuthController, SessionsController, AccessTokensController, DirectoryController],
  providers: [
    AccessTokens,
    AuthService,
    AuthUpkeep,
    Authentication,
    ClassMemberships,
    DIRECTORY,
    DirectoryAccounts,
    DirectoryHealth,
    DirectoryRecords,
    DirectorySignIn,
    DirectoryState,
    DirectorySync,
    FirstAccounts,
    KnownPlaces,
    LocalAccounts,
    LocalSignIn,
    PasswordCheck,
    Passwords,
    RightsChanges,
    SessionActors,
    SessionEnds,
    SessionList,
    Sessions,
    SignInThrottle,
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_INTERCEPTOR, useClass: WriteLimit },
  ],
  exports: [
    Authentication,
    DirectoryState,
    KnownPlaces,
    Passwords,
    RightsChanges,
    SessionActors,
    SessionEnds,
    Sessions,
    SignInThrottle,
  ],
})
export class AuthModule {}
