import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '@vm-manager/contracts';
import type { Request } from 'express';
import { ProblemError } from '../http/problem-error.js';
import { IS_BACKGROUND, IS_PUBLIC, ROLES } from './access.decorators.js';
import { Authentication } from './authentication.js';

/** Everything needs a session unless it is `@Public()`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const said = <T>(key: string) => this.reflector.getAllAndOverride<T | undefined>(key, targets);
    const targets = [context.getHandler(), context.getClass()];
    if (said<boolean>(IS_PUBLIC)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const actor = await this.authentication.authenticate(request, {
      countsAsUse: !said<boolean>(IS_BACKGROUND),
    });
    if (!actor) throw new ProblemError('not-signed-in');
    request.actor = actor;
    const roles = said<Role[]>(ROLES);
    if (roles && !roles.includes(actor.role)) throw new ProblemError('role-too-low');
    return true;
  }
}
