import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { SignIn } from '@vm-manager/contracts';
import type { Request } from 'express';
import { setTimeout as pause } from 'node:timers/promises';
import { SignInTrail } from '../audit/sign-in-trail.js';
import { checked } from '../http/checked.js';
import { ProblemError } from '../http/problem-error.js';
import { TrustedProxies } from '../http/trusted-proxies.js';
import { PasswordCheck } from './password-check.js';
import { SignInThrottle } from './sign-in-throttle.js';
import type { UserEntity } from './user.entity.js';

/** Lets through who shows a right password, slowly after wrong ones; `@SignedIn()` is then whose it was. */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(
    private readonly throttle: SignInThrottle,
    private readonly proxies: TrustedProxies,
    private readonly trail: SignInTrail,
    private readonly passwords: PasswordCheck,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { username: typed } = checked(SignIn, request.body);
    const username = this.passwords.nameIn(typed);
    const address = this.proxies.clientAddress(request);
    const attempt = await this.throttle.begin(username, address);
    const refusable = pause(this.passwords.refusalTakesMs);
    try {
      await this.passwords.run(context, username);
    } catch (error) {
      if (!isClosed(error)) await this.throttle.withdrawn(attempt);
      // Some servers say so whatever the password is.
      else await this.failed(username, attempt, address);
      throw error;
    }
    if (!request.user) {
      await this.failed(username, attempt, address);
      await refusable;
      throw new ProblemError(
        'wrong-credentials',
        this.passwords.isWithDomain(typed) ? { hint: 'domain' } : {},
      );
    }
    await this.throttle.succeeded(username);
    await this.trail.succeeded(request.user as UserEntity, address);
    return true;
  }

  private async failed(username: string, attempt: string, address: string): Promise<void> {
    await this.throttle.failed(attempt, address);
    await this.trail.failed(username, address);
  }
}

const isClosed = (error: unknown) => error instanceof ProblemError && error.code === 'account-closed';
