import * as z from 'zod';
import { DEEPEST } from './json-depth.js';
import { ProblemError, type FieldError } from '../problems/problem-error.js';

/** The value as the schema parses it. Throws `invalid-request` with what is wrong with each field. */
export function validated<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  const broken = brokenTexts(value);
  if (parsed.success && broken.length === 0) return parsed.data;
  if (parsed.success) throw new ProblemError('invalid-request', {}, { errors: broken });
  throw new ProblemError('invalid-request', {}, { errors: parsed.error.issues.map(toFieldError) });
}

/** Finds texts with half a character (a lone surrogate), which neither UTF-8 nor the database can hold. */
function brokenTexts(value: unknown, path: PropertyKey[] = []): FieldError[] {
  if (path.length > DEEPEST) throw new ProblemError('malformed-request');
  if (typeof value === 'string')
    return value.isWellFormed()
      ? []
      : [{ pointer: toPointer(path), issue: { code: 'custom', path, message: 'text.unseen', input: '' } }];
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => brokenTexts(part, [...path, key]));
}

export function toFieldError(issue: z.core.$ZodIssue): FieldError {
  // Only `input` changes; TypeScript cannot see that in a spread of a union.
  return {
    pointer: toPointer(issue.path),
    issue: { ...issue, input: sameKind(issue.input) } as z.core.$ZodIssue,
  };
}

/** RFC 6901. */
function toPointer(path: PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The message depends on the kind of value that came. The value itself may be a password and is dropped. */
function sameKind(input: unknown): unknown {
  if (Array.isArray(input)) return [];
  if (input === null || input === undefined) return input;
  return { string: '', number: 0, boolean: false, object: {} }[typeof input as string];
}
