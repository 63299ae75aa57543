import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import * as z from 'zod';
import { validated } from './validated.js';
import { ProblemError } from '../problems/problem-error.js';

/** Checks what comes in against the parameter's Zod schema: `@Body({ schema: CreateVm })`. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { schema, type }: ArgumentMetadata): unknown {
    if (!schema || type === 'custom') return value;
    if (!(schema instanceof z.ZodType)) throw new TypeError('Schemas of routes are Zod schemas');
    // A path parameter that is not valid names nothing that exists.
    if (type === 'param' && !schema.safeParse(value).success) throw new ProblemError('not-found');
    return validated(schema, value);
  }
}
