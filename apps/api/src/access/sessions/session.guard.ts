import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { TokenScope } from '@vm-manager/contracts';
import type { Request } from 'express';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { IS_BACKGROUND, IS_PUBLIC, MAY_BE_NOBODY, NEEDED } from '../identity/access.decorators.js';
import type { Actor } from '../identity/actor.js';
import { Authentication } from './authentication.js';
import { PERMISSIONS, reachOf, type Permission } from '../identity/permissions.js';
import { allows } from '../identity/token-scopes.js';

/** Everything needs a session or an access token, unless it is `@Public()` or `@MayBeNobody()`. */
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
    if (!actor && said<boolean>(MAY_BE_NOBODY)) return true;
    if (!actor) throw new ProblemError('not-signed-in');
    request.actor = actor;
    const needed = said<Permission>(NEEDED);
    if (needed && reachOf(actor, needed) === 'none') throw new ProblemError('role-too-low');
    checkScope(actor, needed ? PERMISSIONS[needed].token : scopeOf(request.method));
    return true;
  }
}

const scopeOf = (method: string): TokenScope => (method === 'GET' || method === 'HEAD' ? 'read' : 'operate');

function checkScope({ scope }: Actor, needed: TokenScope | null): void {
  if (scope === null || (needed !== null && allows(scope, needed))) return;
  throw new ProblemError('scope-too-low', { scope, needed: needed ?? '' });
}
