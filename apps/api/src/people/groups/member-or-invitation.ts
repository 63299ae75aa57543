import {
  applyDecorators,
  HttpStatus,
  Injectable,
  SerializeOptions,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { GroupInvitation, GroupMember } from '@vm-manager/contracts';
import type { Response } from 'express';
import { tap, type Observable } from 'rxjs';
import * as z from 'zod';

/** 202 while the person has not agreed. */
@Injectable()
class AcceptedWhenInvited implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const response = context.switchToHttp().getResponse<Response>();
    return next
      .handle()
      .pipe(
        tap((answer) => response.status('invitedBy' in answer ? HttpStatus.ACCEPTED : HttpStatus.CREATED)),
      );
  }
}

export const ReturnsMemberOrInvitation = () =>
  applyDecorators(
    UseInterceptors(AcceptedWhenInvited),
    SerializeOptions({ schema: z.union([GroupMember, GroupInvitation]) }),
    ApiResponse({ status: 201, standardSchema: GroupMember, description: 'CREATED' }),
    ApiResponse({ status: 202, standardSchema: GroupInvitation, description: 'ACCEPTED' }),
  );
