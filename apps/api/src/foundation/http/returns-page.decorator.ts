import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import type * as z from 'zod';
import { Returns } from './returns.decorator.js';

/** A part of a list, and how long the whole list is. */
export interface Page<T> {
  items: T[];
  total: number;
}

const TOTAL = 'X-Total-Count';

/** The body is a plain list; its whole length goes into a header. */
@Injectable()
class PageHeader implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<Page<unknown>>): Observable<unknown[]> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map(({ items, total }) => {
        response.setHeader(TOTAL, total);
        return items;
      }),
    );
  }
}

/** Documents a list that comes in pages; the method resolves with a `Page`. Pass the item's schema. */
export const ReturnsPage = (schema: z.ZodType) =>
  applyDecorators(
    UseInterceptors(PageHeader),
    Returns(schema, { isArray: true }),
    ApiResponse({
      status: 200,
      isArray: true,
      standardSchema: schema,
      description: 'OK',
      headers: { [TOTAL]: { description: 'How many there are in all', schema: { type: 'integer' } } },
    }),
  );
