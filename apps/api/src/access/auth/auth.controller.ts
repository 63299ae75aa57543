import { Body, Controller, Get, Patch, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiNoContentResponse } from '@nestjs/swagger';
import {
  ChangePassword,
  CurrentSession,
  CurrentUser,
  SignIn,
  UpdatePreferences,
} from '@vm-manager/contracts';
import { Returns, ReturnsNothing } from '../../foundation/http/returns.decorator.js';
import { MayBeNobody, Needs, Public, Unlimited } from '../identity/access.decorators.js';
import { Actor, ActorOrNobody } from '../identity/actor.js';
import { AuthService } from './auth.service.js';
import { OwnPassword } from './own-password.js';
import { ClientAddress } from '../sessions/client-address.js';
import { Browser, BrowserSession } from '../sessions/session-cookie.js';
import { SignedIn, SignInGuard } from './sign-in.guard.js';
import { UserEntity } from '../identity/user.entity.js';

@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly ownPassword: OwnPassword,
  ) {}

  /** The guard reads the body; it is a parameter here only for the published document. */
  @Public()
  @UseGuards(SignInGuard)
  @Post('login')
  @Returns(CurrentUser)
  signIn(
    @SignedIn() user: UserEntity,
    @Browser() browser: BrowserSession,
    @ClientAddress() address: string,
    @Body({ schema: SignIn }) _signIn: SignIn,
  ): Promise<CurrentUser> {
    return this.auth.signIn(user, browser, address);
  }

  @Post('logout')
  @Unlimited()
  @Needs('own-credentials')
  @ReturnsNothing()
  @ApiNoContentResponse()
  signOut(@Actor() actor: Actor, @Browser() browser: BrowserSession): Promise<void> {
    return this.auth.signOut(actor, browser);
  }

  @Get('me')
  @Returns(CurrentUser)
  show(@Actor() actor: Actor): Promise<CurrentUser> {
    return this.auth.show(actor);
  }

  /** What the portal asks before it knows whether anybody is signed in; other tools ask `me`, so it is not published. */
  @ApiExcludeEndpoint()
  @MayBeNobody()
  @Get('session')
  @Returns(CurrentSession)
  async showSession(@ActorOrNobody() actor: Actor | null): Promise<CurrentSession> {
    return { user: actor && (await this.auth.show(actor)) };
  }

  @Patch('me')
  @Returns(CurrentUser)
  updatePreferences(
    @Actor() actor: Actor,
    @Body({ schema: UpdatePreferences }) preferences: UpdatePreferences,
  ): Promise<CurrentUser> {
    return this.auth.updatePreferences(actor, preferences);
  }

  @Post('password')
  @Needs('own-credentials')
  @ReturnsNothing()
  @ApiNoContentResponse()
  changePassword(
    @Actor() actor: Actor,
    @Body({ schema: ChangePassword }) change: ChangePassword,
  ): Promise<void> {
    return this.ownPassword.change(actor, change);
  }
}
