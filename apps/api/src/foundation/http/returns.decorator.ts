import { applyDecorators, HttpCode, HttpStatus, SerializeOptions } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type * as z from 'zod';

/** Documents the response and strips whatever the schema does not name. For lists pass the item's schema. */
export const Returns = (schema: z.ZodType, { status = HttpStatus.OK, isArray = false } = {}) =>
  applyDecorators(
    HttpCode(status),
    SerializeOptions({ schema }),
    ApiResponse({ status, isArray, standardSchema: schema, description: HttpStatus[status] ?? '' }),
  );

/** 204: done, and nothing more to say. */
export const ReturnsNothing = () =>
  applyDecorators(
    HttpCode(HttpStatus.NO_CONTENT),
    ApiResponse({ status: HttpStatus.NO_CONTENT, description: 'Done' }),
  );
