import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import type * as z from 'zod';
import { Returns } from './returns.decorator.js';

/** A part of a list, and how long the whole list is. */
export interface Page<T> {
  items: T[];
  total: number;
  /** What the next page is asked for with, as `after`; absent at the end, and where pages are counted by `offset`. */
  next?: string | null;
  /** How many of the whole list are of each kind. */
  counts?: Readonly<Record<string, number>>;
}

const TOTAL = 'X-Total-Count';
const COUNTS = 'X-State-Counts';

/** The body is a plain list; its whole length, and where it goes on, go into headers. */
@Injectable()
class PageHeader implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<Page<unknown>>): Observable<unknown[]> {
    const response = context.switchToHttp().getResponse<Response>();
    const { originalUrl } = context.switchToHttp().getRequest<Request>();
    return next.handle().pipe(
      map(({ items, total, next: after, counts }) => {
        response.setHeader(TOTAL, total);
        if (after) response.setHeader('Link', `<${followedBy(originalUrl, after)}>; rel="next"`);
        if (counts) response.setHeader(COUNTS, said(counts));
        return items;
      }),
    );
  }
}

function followedBy(url: string, after: string): string {
  const [path = '', query] = url.split('?', 2);
  const wanted = new URLSearchParams(query);
  wanted.set('after', after);
  return `${path}?${wanted.toString()}`;
}

/** A dictionary of RFC 9651: `running=12, failed=1`. */
const said = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([kind, count]) => `${kind}=${count}`)
    .join(', ');

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
