import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { catchError, throwError, type Observable } from 'rxjs';
import { IS_EXPORT } from '../../foundation/http/csv.decorators.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { IS_UNLIMITED } from '../identity/access.decorators.js';
import { TokenBuckets } from './token-buckets.js';

/** Far more than people and scripts do in a lesson, and slow enough that a loop does not fill the audit log. */
export const WRITE_LIMIT = { atOnce: 200, perMinute: 60 };

/**
 * Limits how many changes one account makes; refused ones do not count. Each process counts by itself: against a loop at full
 * speed, twice the limit with two processes is still good enough.
 */
@Injectable()
export class WriteLimit implements NestInterceptor {
  private readonly buckets = new TokenBuckets(WRITE_LIMIT.atOnce, 60_000 / WRITE_LIMIT.perMinute);

  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { actor, method } = context.switchToHttp().getRequest<Request>();
    const targets = [context.getHandler(), context.getClass()];
    const isUnlimited = this.reflector.getAllAndOverride<boolean | undefined>(IS_UNLIMITED, targets);
    // An export only reads, but each one is recorded in the audit log.
    const writes =
      !['GET', 'HEAD'].includes(method) ||
      this.reflector.getAllAndOverride<boolean | undefined>(IS_EXPORT, targets);
    if (!actor || isUnlimited || !writes) return next.handle();
    const wait = this.buckets.take(actor.id, performance.now());
    if (wait > 0)
      throw new ProblemError('too-many-changes', {
        limit: WRITE_LIMIT.perMinute,
        seconds: Math.ceil(wait / 1000),
      });
    return next.handle().pipe(
      catchError((error: unknown) => {
        this.buckets.giveBack(actor.id, performance.now());
        return throwError(() => error);
      }),
    );
  }
}
