import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DirectoryModule } from '../directory/directory.module.js';
import { UserEntity } from '../identity/user.entity.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { AuthUpkeep } from './auth-upkeep.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { FirstAccounts } from './first-accounts.js';
import { KnownPlaceEntity } from './known-place.entity.js';
import { KnownPlaces } from './known-places.js';
import { LocalSignInGuard } from './local-sign-in.guard.js';
import { LocalStrategy } from './local.strategy.js';
import { OwnPassword } from './own-password.js';
import { PasswordCheck } from './password-check.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { WriteLimit } from './write-limit.js';

/** Signing in, the limits on trying to, and the limit on changes of those who are signed in. */
@Module({
  imports: [
    DirectoryModule,
    PasswordsModule,
    TypeOrmModule.forFeature([UserEntity, SignInFailureEntity, KnownPlaceEntity]),
  ],
  controllers: [AuthController],
  providers: [
    AuthService,
    AuthUpkeep,
    FirstAccounts,
    KnownPlaces,
    LocalStrategy,
    LocalSignInGuard,
    OwnPassword,
    PasswordCheck,
    SignInThrottle,
    { provide: APP_INTERCEPTOR, useClass: WriteLimit },
  ],
  exports: [KnownPlaces, SignInThrottle],
})
export class AuthModule {}
